import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PERSON_ROLES, ROLES, type Role } from '../../../domain/binding/vocabulary.js';
import { SignInLimits, type CountedTry } from '../../people/accounts/sign-in-limits.js';
import { signInSourceOf } from '../http/edge/source.js';
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
  time,
  yesOrNo,
  type ViewOf,
} from '../http/answers/shape.js';
import { PasswordBody } from './password-body.js';
import { BrowserSession } from '../http/access/browser-session.js';
import { browserName } from './browser-name.js';
import { CaptchaCheck } from './captcha-check.js';
import { GuardianSignIn, guardianAttempt, isEmail } from './guardian-sign-in.js';
import { HttpProblem } from '../http/problems/problem.js';
import { RoleBody } from './role-body.js';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from '../http/access/session-cookie.js';
import { SignInBody } from './sign-in-body.js';
import { Session, Speaks } from '../http/access/signed-in.js';
import { SecondFactorCodeBody } from './second-factor-bodies.js';

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
    secondFactor: oneOf(['none', 'needed', 'to-be-set-up', 'passed']),
    endsAt: time(),
    idleEndsAt: time(),
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
    private readonly captcha: CaptchaCheck,
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
    problems: ['captcha-required', 'captcha-wrong', 'wrong-credentials', 'too-many-sign-ins', 'database-unavailable'],
  })
  async signIn(
    @Body() { schoolId, account, password, captcha }: SignInBody,
    @Speaks() language: Language,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const source = signInSourceOf(request.ip);
    if (isEmail(account)) {
      await this.captcha.check(guardianAttempt(source, account), captcha);
      const guardian = await this.guardians.signIn(request, response, account, password);
      if (!guardian) throw new HttpProblem('wrong-credentials');
      return view(guardian, language);
    }
    const found = await this.sessions.find(schoolId, account);
    const attempt = { source, place: found.place, account };
    await this.captcha.check(attempt, captcha);
    const counted = await this.limits.begin(attempt);
    if ('retryAfterSeconds' in counted) throw new HttpProblem('too-many-sign-ins', counted);
    const browser = browserName(request.get('user-agent'));
    const answer = await this.sessions.signIn(found, schoolId ?? '', password, browser);
    if (answer.kind === 'refused') {
      await counted.failed();
      throw new HttpProblem('wrong-credentials');
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
    const session = await this.browser.at(request, response, request.headers['x-background'] !== '1');
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
    beforeSecondFactor: true,
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
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const chosen = await this.sessions.selectRole(tokenOf(request), role);
    if (!chosen) throw new HttpProblem('invalid-body', { errors: [{ pointer: '/role', code: 'not-in-list' }] });
    setSessionCookie(request, response, chosen.token);
    return view(chosen.session, language);
  }

  @Put('second-factor')
  @Access('pass-second-factor', {
    write: true,
    body: SecondFactorCodeBody,
    who: 'signed-in',
    tag: 'Session',
    summary: '兩步驟驗證: the code of the authenticator, or a recovery code',
    beforeSecondFactor: true,
    answers: { 200: { says: 'The session, which may do everything now.', schema: SESSION } },
    problems: ['second-factor-wrong', 'too-many-sign-ins'],
  })
  async passSecondFactor(
    @Body() { code }: SecondFactorCodeBody,
    @Session() session: SignedIn,
    @Speaks() language: Language,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const counted = await this.count(request, session.principalId);
    const token = await this.sessions.passSecondFactor(tokenOf(request), code);
    if (token === null) throw new HttpProblem('not-signed-in');
    if (token === undefined) {
      await counted.failed();
      throw new HttpProblem('second-factor-wrong');
    }
    await counted.succeeded();
    setSessionCookie(request, response, token);
    return view({ ...session, secondFactor: 'passed' }, language);
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
    problems: [
      'wrong-password',
      'password-too-short',
      'password-too-long',
      'password-unchanged',
      'password-guessable',
      'too-many-sign-ins',
    ],
  })
  async changePassword(
    @Body() { currentPassword, newPassword }: PasswordBody,
    @Session() session: SignedIn,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const counted = await this.count(request, session.sessionId);
    const answer = await this.sessions.changePassword(tokenOf(request), currentPassword, newPassword);
    if (!answer) throw new HttpProblem('not-signed-in');
    if (answer.kind === 'refused') {
      if (answer.code === 'wrong-password') await counted.failed();
      else await counted.succeeded();
      throw new HttpProblem(answer.code);
    }
    await counted.succeeded();
    setSessionCookie(request, response, answer.token);
  }

  /** Wrong codes and wrong current passwords: five, then none for 15 minutes from this source. */
  private async count(request: Request, what: string): Promise<CountedTry> {
    const counted = await this.limits.beginPasswordCheck(signInSourceOf(request.ip), what);
    if ('retryAfterSeconds' in counted) throw new HttpProblem('too-many-sign-ins', counted);
    return counted;
  }
}

/** An answer and no refusal: each visitor's first page asks, and a browser writes every 401 into its console. */
const NOBODY = { account: null } as const;

function view(session: SignedIn, language: Language): SessionView {
  const { account, kind, role, roles, schoolId, mustChangePassword, secondFactor } = session;
  const label = (one: Role): Labelled<Role> => ({ code: one, label: ROLES[one].label[language] });
  return {
    account,
    kind,
    role: label(role),
    roles: roles.map(label),
    schoolId: schoolId || null,
    mustChangePassword,
    secondFactor,
    endsAt: session.endsAt.toISOString(),
    idleEndsAt: session.idleEndsAt.toISOString(),
  };
}

function tokenOf(request: Request): string {
  return readSessionCookie(request) ?? '';
}
