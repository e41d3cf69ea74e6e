import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPersonalData } from '../../../src/people/privacy/personal-data.js';
import { createReferences } from '../../../src/people/privacy/references.js';
import { openDemoSchool, type DemoSchool } from '../roster/demo-school.js';

const at = (subject: string, field = 'name') => ({ stream: 'bindingRequest-1', subject, field });

let school: DemoSchool;
beforeAll(async () => {
  school = await openDemoSchool({ people: false });
});
afterAll(() => school.close());

describe('personal data', () => {
  it('sealed by one process opens in another', async () => {
    const sealed = await school.personalData.seal('王大明', at('p1'));
    expect(await createPersonalData(school.db, school.config).open(sealed, at('p1'))).toBe('王大明');
  });

  it('of one person has one key, also when many seal at once', async () => {
    const processes = Array.from({ length: 8 }, () => createPersonalData(school.db, school.config));
    const sealed = await Promise.all(processes.map((process, i) => process.seal(`name ${i}`, at('p2', `f${i}`))));
    const values = sealed.map((value, i) => ({ sealed: value, context: at('p2', `f${i}`) }));
    expect(await school.personalData.openMany(values)).toEqual(processes.map((_, i) => `name ${i}`));
  });

  it('of an erased person is gone for good, shows a placeholder, and gets no new key', async () => {
    const kept = { sealed: await school.personalData.seal('尹麗華', at('p4')), context: at('p4') };
    const erased = { sealed: await school.personalData.seal('王大明', at('p3')), context: at('p3') };
    await school.personalData.eraseKey('p3');
    expect(await school.personalData.openWhatIsLeft([erased, kept])).toEqual([null, '尹麗華']);
    await expect(school.personalData.openMany([kept, erased])).rejects.toMatchObject({ reason: 'erased' });
    await expect(
      createPersonalData(school.db, school.config).open(erased.sealed, erased.context),
    ).rejects.toMatchObject({
      reason: 'erased',
    });
    await expect(school.personalData.seal('王大明', at('p3'))).rejects.toMatchObject({ reason: 'erased' });
  });

  it('that was moved to another person of the same case never passes for an erased one', async () => {
    const sealed = await school.personalData.seal('A111111113', at('p5', 'idNumber'));
    await school.personalData.seal('F200000035', at('p6', 'idNumber'));
    const moved = { sealed, context: at('p6', 'idNumber') };
    await expect(school.personalData.openWhatIsLeft([moved])).rejects.toMatchObject({ reason: 'not-authentic' });
  });

  it('does not open when a row of keys was swapped for another', async () => {
    const sealed = await school.personalData.seal('A111111113', at('p7'));
    await school.personalData.seal('F200000035', at('p8'));
    await school.db.query(
      `update subject_keys a set wrapped = b.wrapped from subject_keys b where a.subject = 'p7' and b.subject = 'p8'`,
    );
    const fresh = createPersonalData(school.db, school.config);
    await expect(fresh.open(sealed, at('p7'))).rejects.toMatchObject({ reason: 'not-authentic' });
  });
});

describe('references', () => {
  it('are the same for the same person however the number is typed, and for the same address in any case', async () => {
    const { personRefOf, emailRefOf, findPersonRef } = createReferences(school.db, school.config);
    const ref = await personRefOf('A111111113');
    expect(ref).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(await personRefOf('ａ111111113 ')).toBe(ref);
    expect(await findPersonRef('A111111113')).toBe(ref);
    expect(await findPersonRef('F200000035')).toBeUndefined();
    expect(await emailRefOf('TPService@Example.org')).toBe(await emailRefOf('tpservice@example.org'));
  });

  it('are one when many ask for a new person at once', async () => {
    const { personRefOf } = createReferences(school.db, school.config);
    const refs = await Promise.all(Array.from({ length: 20 }, () => personRefOf('S103929197')));
    expect(new Set(refs).size).toBe(1);
  });

  it('lead nowhere once forgotten: the same person later gets another one', async () => {
    const { personRefOf, forget, findPersonRef } = createReferences(school.db, school.config);
    const before = await personRefOf('F100000015');
    await forget(before);
    expect(await findPersonRef('F100000015')).toBeUndefined();
    expect(await personRefOf('F100000015')).not.toBe(before);
  });
});
