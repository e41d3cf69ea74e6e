import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IdentityProvider } from '../../../activities/ports/identity-provider.js';
import { verifyPassword } from '../../../src/people/accounts/passwords.js';
import {
  createEmbeddedIdentityProvider,
  emailContext,
  peppered,
} from '../../../src/people/sso/embedded-identity-provider.js';
import { openDemoSchool, type DemoSchool } from '../roster/demo-school.js';

let school: DemoSchool;
let provider: IdentityProvider;
beforeAll(async () => {
  school = await openDemoSchool({ people: false });
  provider = createEmbeddedIdentityProvider(school.db, school.config);
});
afterAll(() => school.close());

const account = (accountId: string, personRef: string, email: string) => ({
  accountId,
  personRef,
  email,
  firstPassword: '111113',
  requestId: `request-${accountId}`,
  applicantId: `applicant-${accountId}`,
  attempt: 1,
});

async function accountsLike(prefix: string) {
  return (
    await school.db.query<{ account_id: string; email: string; verifier: string; must_change_password: boolean }>(
      'select * from sso_accounts where account_id like $1',
      [`${prefix}%`],
    )
  ).rows;
}

const COPY = `insert into sso_accounts select (json_populate_record(a, $1)).* from sso_accounts a where account_id = 'h1'`;

describe('creating a single sign-on account', () => {
  it('makes one that must change its password, whose verifier is nothing without the pepper', async () => {
    expect(await provider.create(account('a1', 'p-a', 'a@example.org'))).toEqual({ kind: 'created', accountId: 'a1' });
    const [row] = await accountsLike('a');
    expect(row?.must_change_password).toBe(true);
    expect(await school.personalData.open(row?.email ?? '', emailContext('a1'))).toBe('a@example.org');
    const { ssoPepper, indexKey } = school.config;
    expect(row?.verifier).toMatch(/^\$argon2id\$/);
    expect(await verifyPassword(row?.verifier ?? '', peppered(ssoPepper, '111113'))).toBe(true);
    expect(await verifyPassword(row?.verifier ?? '', peppered(indexKey, '111113'))).toBe(false);
    expect(await verifyPassword(row?.verifier ?? '', '111113')).toBe(false);
  });

  it('answers a repeated attempt as the first one, and changes nothing', async () => {
    const first = await provider.create(account('b1', 'p-b', 'b@example.org'));
    const before = await accountsLike('b');
    expect(await provider.create(account('b1', 'p-b', 'b@example.org'))).toEqual(first);
    expect(await accountsLike('b')).toEqual(before);
  });

  it('links a person who has an account already, whatever the address', async () => {
    await provider.create(account('c1', 'p-c', 'c@example.org'));
    const linked = { kind: 'linked', accountId: 'c1' };
    expect(await provider.create(account('c2', 'p-c', 'c@example.org'))).toEqual(linked);
    expect(await provider.create(account('c3', 'p-c', 'other@example.org'))).toEqual(linked);
    expect(await provider.create(account('c4', 'p-c', 'a@example.org'))).toEqual(linked);
    expect(await accountsLike('c')).toHaveLength(1);
  });

  it('refuses the address of another person, in any case of letters', async () => {
    await provider.create(account('d1', 'p-d', 'd@example.org'));
    expect(await provider.create(account('d2', 'p-e', 'D@Example.ORG'))).toEqual({ kind: 'email-taken' });
    expect(await accountsLike('d')).toHaveLength(1);
  });

  it('makes one account when many attempts for one person race', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, i) => provider.create(account(`f${i % 3}`, 'p-f', `f${i}@example.org`))),
    );
    const [only, ...others] = await accountsLike('f');
    expect(others).toEqual([]);
    expect(new Set(outcomes.map((outcome) => 'accountId' in outcome && outcome.accountId))).toEqual(
      new Set([only?.account_id]),
    );
  });

  it('gives an address to one of many persons who race for it', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, i) => provider.create(account(`g${i}`, `p-g${i}`, 'g@example.org'))),
    );
    expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'email-taken')).toHaveLength(5);
    expect(await accountsLike('g')).toHaveLength(1);
  });

  it('is kept single by the database itself, whoever writes', async () => {
    await provider.create(account('h1', 'p-h', 'h@example.org'));
    const samePerson = school.db.query(COPY, [JSON.stringify({ account_id: 'h2', email_index: '\\x00' })]);
    await expect(samePerson).rejects.toMatchObject({ constraint: 'sso_one_account_per_person' });
    const sameAddress = school.db.query(COPY, [JSON.stringify({ account_id: 'h2', person_ref: 'p-i' })]);
    await expect(sameAddress).rejects.toMatchObject({ constraint: 'sso_one_account_per_address' });
  });
});

function of(accountId: string, attempt = 1) {
  return { accountId, requestId: `request-${accountId}`, applicantId: `applicant-${accountId}`, attempt };
}

describe('letting go of an account', () => {
  it('removes one that has no other holder, and does so again without effect', async () => {
    await provider.create(account('j1', 'p-j', 'j@example.org'));
    expect(await provider.release(of('j1'))).toEqual({ disabled: true });
    expect(await accountsLike('j')).toEqual([]);
    expect(await provider.release(of('j1'))).toEqual({ disabled: true });
  });

  it('leaves an account alone that another child is linked to, until that one is let go of, too', async () => {
    await provider.create(account('k1', 'p-k', 'k@example.org'));
    await provider.create(account('k2', 'p-k', 'k@example.org'));
    expect(await provider.release(of('k1'))).toEqual({ disabled: false });
    expect(await accountsLike('k')).toHaveLength(1);
    expect(await provider.release(of('k2'))).toEqual({ disabled: true });
    expect(await accountsLike('k')).toEqual([]);
  });

  it('keeps the account of before when the one who was put out had been linked to it', async () => {
    await provider.create(account('l1', 'p-l', 'l@example.org'));
    await provider.create(account('l2', 'p-l', 'l@example.org'));
    expect(await provider.release(of('l2'))).toEqual({ disabled: false });
    expect(await accountsLike('l')).toHaveLength(1);
  });

  it('stops an attempt that comes later, and none of a later number', async () => {
    expect(await provider.release(of('m1'))).toEqual({ disabled: true });
    expect(await provider.create(account('m1', 'p-m', 'm@example.org'))).toEqual({
      kind: 'failed',
      reason: 'disabled',
    });
    const again = await provider.create({ ...account('m1', 'p-m', 'm@example.org'), attempt: 2 });
    expect(again).toEqual({ kind: 'created', accountId: 'm1' });
  });

  it('leaves nothing to sign in with when it races with the attempt', async () => {
    const names = Array.from({ length: 8 }, (_, i) => `n${i}`);
    await Promise.all(
      names.flatMap((name) => [
        provider.create(account(name, `p-${name}`, `${name}@example.org`)),
        provider.release(of(name)),
      ]),
    );
    expect(await accountsLike('n')).toEqual([]);
  });
});
