import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PERSON_ROLES, ROLES, type Role } from '../../../domain/binding/vocabulary.js';
import { SignInLimits } from '../../people/accounts/sign-in-limits.js';
import { sourceOf } from '../http/edge/source.js';
import { SessionService, type SignedIn } from '../../people/accounts/session-service.js';
import { Access } from '../http/access/access.js';
import type { Labelled, Language } from '../http/answers/language.js';
import {
  typed,
  coded,
  either,
  list,
  named,
  nothing,
  oneOf,
  ref,
  shape,
  text,
  yesOrNo,
  type ViewOf,
} from '../http/answers/shape.js';
import { PasswordBody } from './password-body.js';
import { BrowserSession } from '../http/access/browser-session.js';
import { GuardianSignIn, isEmail } from './guardian-sign-in.js';
import { HttpProblem } from '../http/problems/problem.js';
import { RoleBody } from './role-body.js';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from '../http/access/session-cookie.js';
import { SignInBody } from './sign-in-body.js';
import { Speaks } from '../http/access/signed-in.js';

const ROLE = typed<Labelled<Role>>(coded(PERSON_ROLES, '家長'));
const SESSION = named(
  'Session',
  shape({
    account: text('P10630008'),
    kind: oneOf(['parent', 'staff', 'guardian']),
    role: ROLE,
    roles: list(ROLE),
    /** Null for a guardian, whose children may go to several schools. */
    schoolId: either(text('T99'), nothing()),
    mustChangePassword: yesOrNo(),
  }),
);
type SessionView = ViewOf<typeof SESSION>;

const WHO_AM_I = named('WhoAmI', either(ref(SESSION), shape({ account: nothing() })));

@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly limits: SignInLimits,
    private readonly guardians: GuardianSignIn,
    private readonly browser: BrowserSession,
  ) {}

  @Post()
  @Access('sign-in', {
    write: true,
    body: SignInBody,
    who: 'anyone',
    tag: 'Session',
    summary: '登入: sign in; the answer sets the session cookie',
    description:
      'Demo: parent `T99` / `P10630008` / `A200000003`; staff `teacher301`, `registrar`, `director`, `auditor` with `quiet-river-2020`.',
    answers: { 201: { says: 'Signed in.', schema: SESSION } },
    problems: ['not-signed-in', 'too-many-sign-ins', 'database-unavailable'],
  })
  async signIn(
    @Body() { schoolId, account, password }: SignInBody,
    @Speaks() language: Language,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    if (isEmail(account)) {
      const guardian = await this.guardians.signIn(request, response, account, password);
      if (!guardian) throw new HttpProblem('not-signed-in', { detail: WRONG });
      return view(guardian, language);
    }
    const counted = await this.limits.begin(sourceOf(request.ip), schoolId, account);
    if ('retryAfterSeconds' in counted) throw new HttpProblem('too-many-sign-ins', counted);
    const answer = await this.sessions.signIn(schoolId, account, password);
    if (answer.kind === 'refused') {
      await counted.failed();
      throw new HttpProblem('not-signed-in', { detail: WRONG });
    }
    await counted.succeeded();
    const before = readSessionCookie(request);
    if (before !== undefined) await this.guardians.signOut(before);
    setSessionCookie(request, response, answer.token);
    return view(answer.session, language);
  }

  @Get()
  @Access('who-am-i', {
    who: 'anyone',
    tag: 'Session',
    summary: 'Who am I; `account` is null when nobody is signed in or the session is over',
    answers: { 200: { says: 'The session.', schema: WHO_AM_I } },
    problems: ['database-unavailable'],
  })
  async read(
    @Speaks() language: Language,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView | typeof NOBODY> {
    const session = await this.browser.at(request, response);
    return session ? view(session, language) : NOBODY;
  }

  @Delete()
  @HttpCode(204)
  @Access('sign-out', {
    write: true,
    who: 'signed-in',
    tag: 'Session',
    summary: '登出',
    beforePasswordChange: true,
    answers: { 204: { says: 'Signed out.' } },
  })
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.guardians.signOutHere(request, response);
    clearSessionCookie(request, response);
  }

  @Put('role')
  @Access('select-role', {
    write: true,
    body: RoleBody,
    who: 'signed-in',
    tag: 'Session',
    summary: 'Act in another of one’s roles',
    answers: { 200: { says: 'The session in its new role.', schema: SESSION } },
  })
  async selectRole(
    @Body() { role }: RoleBody,
    @Speaks() language: Language,
    @Req() request: Request,
  ): Promise<SessionView> {
    const session = await this.sessions.selectRole(tokenOf(request), role);
    if (!session) throw new HttpProblem('invalid-body', { errors: [{ pointer: '/role', code: 'not-in-list' }] });
    return view(session, language);
  }

  @Put('password')
  @HttpCode(204)
  @Access('change-password', {
    write: true,
    body: PasswordBody,
    who: 'signed-in',
    tag: 'Session',
    summary: '修改密碼: all other sessions of the account end',
    beforePasswordChange: true,
    answers: { 204: { says: 'Changed.' } },
    problems: ['wrong-password', 'password-too-short', 'password-too-long', 'password-unchanged', 'password-guessable'],
  })
  async changePassword(@Body() body: PasswordBody, @Req() request: Request): Promise<void> {
    const answer = await this.sessions.changePassword(tokenOf(request), body.currentPassword, body.newPassword);
    if (!answer) throw new HttpProblem('not-signed-in');
    if (answer.kind === 'refused') throw new HttpProblem(answer.code);
  }
}

/** An answer and no refusal: each visitor's first page asks, and a browser writes every 401 into its console. */
const NOBODY = { account: null } as const;

const WRONG = {
  'zh-TW': '帳號或密碼不正確。請確認學校、帳號及密碼後再試一次。',
  en: 'The account or the password is not right. Check the school, account and password and try again.',
};

function view({ account, kind, role, roles, schoolId, mustChangePassword }: SignedIn, language: Language): SessionView {
  const label = (one: Role): Labelled<Role> => ({ code: one, label: ROLES[one].label[language] });
  return { account, kind, role: label(role), roles: roles.map(label), schoolId: schoolId || null, mustChangePassword };
}

function tokenOf(request: Request): string {
  return readSessionCookie(request) ?? '';
}
