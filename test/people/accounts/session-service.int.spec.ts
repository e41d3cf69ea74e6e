import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DEMO_STAFF_PASSWORD,
  demoParentAccount,
  demoPupils,
  demoStaff,
} from '../../../src/people/demo-data/demo-data.js';
import { SessionService, type SignedIn, type SignInAnswer } from '../../../src/people/accounts/session-service.js';
import { openDemoSchool, type DemoSchool } from '../roster/demo-school.js';

let school: DemoSchool;
let sessions: SessionService;
beforeAll(async () => {
  school = await openDemoSchool();
  sessions = new SessionService(school.db, school.personalData, school.config);
});
afterAll(() => school.close());

async function signIn(schoolId: string, account: string, password: string): Promise<SignInAnswer> {
  return sessions.signIn(await sessions.find(schoolId, account), schoolId, password, 'Chrome, Windows');
}

async function signedIn(
  schoolId: string,
  account: string,
  password: string,
): Promise<{ token: string; session: SignedIn }> {
  const answer = await signIn(schoolId, account, password);
  if (answer.kind === 'refused') throw new Error(`${account} could not sign in`);
  return answer;
}

const teacher = () => signedIn('T99', 'teacher302', DEMO_STAFF_PASSWORD);

describe('signing in', () => {
  it('works for the parent of every pupil with the first password of the guide, which must be changed', async () => {
    for (const pupil of demoPupils) {
      const account = demoParentAccount(pupil);
      const { token, session } = await signedIn(pupil.schoolId, account, pupil.idNumber);
      expect(session).toMatchObject({
        account,
        kind: 'parent',
        role: 'parent',
        roles: ['parent'],
        schoolId: pupil.schoolId,
      });
      expect([session.mustChangePassword, session.principalId]).toEqual([true, session.loginId]);
      expect(await sessions.current(token)).toEqual(session);
    }
  });

  it('works for every member of staff at their school, without a forced change', async () => {
    for (const { account, schoolId = 'T03', grant } of demoStaff) {
      const { session } = await signedIn(schoolId, account, DEMO_STAFF_PASSWORD);
      expect(session).toMatchObject({ account, kind: 'staff', roles: [grant.role], role: grant.role, schoolId });
      expect([session.mustChangePassword, session.principalId]).toEqual([false, session.staffId]);
    }
  });

  it.each([
    ['a wrong password', 'T99', 'P10630009', 'A100000002'],
    ["another pupil's ID number", 'T99', 'P10630009', 'A200000012'],
    ['another school', 'T98', 'P10630009', 'A100000001'],
    ['staff at another school', 'T98', 'teacher301', DEMO_STAFF_PASSWORD],
    ['an account that nobody has', 'T99', 'P99999999', 'A100000001'],
    ['the number without its P', 'T99', '10630009', 'A100000001'],
    ['a school that does not exist', 'T00', 'auditor', DEMO_STAFF_PASSWORD],
    ['nothing at all', '', '', ''],
    ['what no database can hold', 'T99', 'P\0', 'A\0'],
  ])('is refused for %s, in the same words', async (_, schoolId, account, password) => {
    expect(await signIn(schoolId, account, password)).toEqual({ kind: 'refused' });
  });

  it.each(['a100000001', 'Ａ１０００００００１', ' A100000001 ', 'ａ100-000 001'])(
    'takes the ID number as a first password in whatever form it is typed: %s',
    async (typed) => {
      expect((await signedIn('T99', 'P10630009', typed)).session.mustChangePassword).toBe(true);
    },
  );

  it('takes a password of one’s own as it is', async () => {
    expect(await signIn('T99', 'teacher302', DEMO_STAFF_PASSWORD.toUpperCase())).toEqual({ kind: 'refused' });
  });

  it('is refused to who has no right in force, and ends a session when the last right is lost', async () => {
    const { token } = await signedIn('T98', 'teacher101b', DEMO_STAFF_PASSWORD);
    await school.db.query(`update staff_grants set valid_to = '2020-09-01' where class_id = '101'`);
    expect(await sessions.current(token)).toBeNull();
    expect(await signIn('T98', 'teacher101b', DEMO_STAFF_PASSWORD)).toEqual({ kind: 'refused' });
    await school.db.query(`update staff_grants set valid_to = null where class_id = '101'`);
  });
});

describe('a session', () => {
  it('ends by signing out; nobody else has its token, and the database has not', async () => {
    const { token } = await teacher();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const { rows } = await school.db.query<{ token_hash: Buffer }>('select token_hash from sessions');
    expect(rows.some(({ token_hash }) => token_hash.toString('base64url') === token)).toBe(false);
    await sessions.signOut(token);
    expect(await sessions.current(token)).toBeNull();
    expect(await sessions.current('nonsense')).toBeNull();
  });

  it('is told apart from those of others who ask in the same moment', async () => {
    const [parent, first, second] = [
      await signedIn('T99', 'P10630009', 'A100000001'),
      await teacher(),
      await teacher(),
    ];
    await sessions.signOut(second.token);
    const tokens = [parent.token, second.token, first.token, 'nonsense', parent.token];
    const found = await Promise.all(tokens.map((token) => sessions.current(token)));
    expect(found).toEqual([parent.session, null, first.session, null, parent.session]);
  });

  it('knows the classes of a class teacher at its school, as long as the grant is in force', async () => {
    const { token, session } = await teacher();
    expect(session.classIds).toEqual(['302']);
    const until = (day: string) =>
      school.db.query(`update staff_grants set valid_to = ${day} where staff_id = $1 and role = 'class-teacher'`, [
        session.principalId,
      ]);
    await until(`(now() at time zone 'Asia/Taipei')::date - 1`);
    await school.db.query(
      `insert into staff_grants (staff_id, role, school_id, valid_from) values ($1, 'registrar', 'T99', '2020-08-01')`,
      [session.principalId],
    );
    expect(await sessions.current(token)).toMatchObject({ role: 'registrar', classIds: [] });
    await school.db.query(`delete from staff_grants where staff_id = $1 and role = 'registrar'`, [session.principalId]);
    await until('null');
    expect(await sessions.current(token)).toMatchObject({ role: 'class-teacher', classIds: ['302'] });
  });

  it.each([
    ['half an hour of silence', `last_seen_at = now() - interval '30 minutes'`, false],
    ['twelve hours', `expires_at = now()`, false],
    ['not after twenty-nine minutes', `last_seen_at = now() - interval '29 minutes'`, true],
  ])('ends after %s', async (_, change, alive) => {
    const { token, session } = await teacher();
    await school.db.query(`update sessions set ${change} where principal_id = $1`, [session.principalId]);
    expect((await sessions.current(token)) !== null).toBe(alive);
  });

  it('stays alive by being used', async () => {
    const { token, session } = await teacher();
    const silence = `update sessions set last_seen_at = now() - interval '20 minutes' where principal_id = $1`;
    await school.db.query(silence, [session.principalId]);
    await sessions.current(token);
    const { rowCount } = await school.db.query(
      `select 1 from sessions where principal_id = $1 and last_seen_at > now() - interval '1 minute'`,
      [session.principalId],
    );
    expect(rowCount).toBe(1);
  });

  it('acts in a role its owner holds, and in no other', async () => {
    const { token, session } = await teacher();
    await school.db.query(
      `insert into staff_grants (staff_id, role, school_id, valid_from) values ($1, 'registrar', 'T99', '2020-08-01')`,
      [session.principalId],
    );
    const chosen = await sessions.selectRole(token, 'registrar');
    expect(chosen).toMatchObject({ session: { role: 'registrar' } });
    expect(await sessions.current(token)).toBeNull();
    const renewed = chosen!.token;
    expect(await sessions.current(renewed)).toMatchObject({ role: 'registrar', roles: ['class-teacher', 'registrar'] });
    expect(await sessions.selectRole(renewed, 'director')).toBeNull();
    await school.db.query(
      `insert into staff_grants (staff_id, role, school_id, valid_from) values ($1, 'director', 'T98', '2020-08-01')`,
      [session.principalId],
    );
    expect(await sessions.selectRole(renewed, 'director')).toBeNull();
    await school.db.query(`delete from staff_grants where staff_id = $1 and role = 'registrar'`, [session.principalId]);
    expect(await sessions.current(renewed)).toMatchObject({ role: 'class-teacher' });
  });
});

describe('changing the password', () => {
  const FIRST = 'A200000012';
  const parent = (password = FIRST) => signedIn('T99', 'P10630010', password);

  it('refuses what the policy does not allow, and changes nothing', async () => {
    const { token } = await parent();
    const refusals = [
      ['wrong-password', 'A200000011', 'six green umbrellas'],
      ['password-too-short', FIRST, '傘傘傘傘傘傘傘'],
      ['password-too-long', FIRST, 'x'.repeat(129)],
      ['password-unchanged', FIRST, FIRST],
      ['password-guessable', FIRST, FIRST.toLowerCase()],
      ['password-unchanged', FIRST, 'Ａ２００００００１２'],
      ['password-guessable', FIRST, 'our p10630010'],
      ['password-guessable', FIRST, 'my-１０６３-００１０'],
      ['password-guessable', FIRST, `it is ${FIRST.toLowerCase()}`],
      ['password-guessable', FIRST, '我家的李佳穎最可愛了'],
      ['password-guessable', FIRST, '測試國中1是好學校呀'],
      ['password-guessable', FIRST, '1234567890'],
    ] as const;
    for (const [code, current, next] of refusals)
      expect(await sessions.changePassword(token, current, next)).toEqual({ kind: 'refused', code });
    expect((await parent()).session.mustChangePassword).toBe(true);
  });

  it('takes a new one: the first password is dead, every other session ends, nothing is forced any more', async () => {
    const [here, elsewhere] = [await parent(), await parent()];
    const changed = await sessions.changePassword(here.token, FIRST, 'six green umbrellas');
    expect(changed).toMatchObject({ kind: 'changed' });
    if (changed?.kind !== 'changed') throw new Error('not changed');
    expect(await sessions.current(here.token)).toBeNull();
    expect(await sessions.current(elsewhere.token)).toBeNull();
    expect(await sessions.current(changed.token)).toMatchObject({ mustChangePassword: false });
    expect(await signIn('T99', 'P10630010', FIRST)).toEqual({ kind: 'refused' });
    expect((await parent('six green umbrellas')).session.mustChangePassword).toBe(false);
    const again = await sessions.changePassword(changed.token, 'six green umbrellas', FIRST);
    expect(again).toEqual({ kind: 'refused', code: 'password-guessable' });
  });

  it('refuses the last three, and takes the one before them', async () => {
    let { token } = await signedIn('T99', 'auditor', DEMO_STAFF_PASSWORD);
    let current = DEMO_STAFF_PASSWORD;
    const change = async (next: string) => {
      const answer = await sessions.changePassword(token, current, next);
      if (answer?.kind === 'changed') [token, current] = [answer.token, next];
      return answer?.kind === 'refused' ? answer.code : answer?.kind;
    };
    expect(await change('first of my passwords')).toBe('changed');
    expect(await change(DEMO_STAFF_PASSWORD)).toBe('password-unchanged');
    expect(await change('second of my passwords')).toBe('changed');
    expect(await change(DEMO_STAFF_PASSWORD)).toBe('password-unchanged');
    expect(await change('third of my passwords')).toBe('changed');
    expect(await change(DEMO_STAFF_PASSWORD)).toBe('changed');
  });

  it('ends a sign-in with the old password that overlaps it', async () => {
    const named = await sessions.find('T99', 'registrar');
    const { token } = await signedIn('T99', 'registrar', DEMO_STAFF_PASSWORD);
    expect(await sessions.changePassword(token, DEMO_STAFF_PASSWORD, 'seven blue umbrellas')).toMatchObject({
      kind: 'changed',
    });
    // The old credentials were read before the change; their password still matches what was read.
    expect(await sessions.signIn(named, 'T99', DEMO_STAFF_PASSWORD, '')).toEqual({ kind: 'refused' });
  });

  it('lets one of two changes at once win', async () => {
    const [one, two] = [
      await signedIn('T99', 'director', DEMO_STAFF_PASSWORD),
      await signedIn('T99', 'director', DEMO_STAFF_PASSWORD),
    ];
    const answers = await Promise.all([
      sessions.changePassword(one.token, DEMO_STAFF_PASSWORD, 'first new password'),
      sessions.changePassword(two.token, DEMO_STAFF_PASSWORD, 'other new password'),
    ]);
    expect(answers.filter((answer) => answer?.kind === 'changed')).toHaveLength(1);
  });

  it('is nothing for a session that is over', async () => {
    expect(await sessions.changePassword('nonsense', 'a', 'b')).toBeNull();
  });
});
