import { Body, Controller, Delete, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { renderSVG } from 'uqr';
import { SecondFactors } from '../../people/accounts/second-factor/second-factors.js';
import { uriOf } from '../../people/accounts/second-factor/totp.js';
import { SessionService, type SignedIn } from '../../people/accounts/session-service.js';
import { SignInLimits } from '../../people/accounts/sign-in-limits.js';
import { Access } from '../http/access/access.js';
import { readSessionCookie, setSessionCookie } from '../http/access/session-cookie.js';
import { Session } from '../http/access/signed-in.js';
import { list, named, shape, text, type ViewOf } from '../http/answers/shape.js';
import { signInSourceOf } from '../http/edge/source.js';
import { HttpProblem } from '../http/problems/problem.js';
import { STAFF_ROLES } from '../../../domain/binding/vocabulary.js';
import { OwnPasswordBody, RemoveSecondFactorBody, SecondFactorCodeBody } from './second-factor-bodies.js';

const NEW_SECOND_FACTOR = named(
  'NewSecondFactor',
  shape({
    secret: text('JBSWY3DPEHPK3PXP', 'To type where no picture can be taken.'),
    uri: text('otpauth://totp/…'),
    qr: text('data:image/svg+xml;base64,…', 'Data URL of a picture of `uri`.'),
  }),
);
const RECOVERY_CODES = named('RecoveryCodes', shape({ recoveryCodes: list(text('7K3QM9XTVA')) }));

@Controller('api/v1/me/second-factor')
export class SecondFactorController {
  constructor(
    private readonly factors: SecondFactors,
    private readonly sessions: SessionService,
    private readonly limits: SignInLimits,
  ) {}

  @Post()
  @Access('begin-second-factor', {
    write: true,
    body: OwnPasswordBody,
    who: STAFF_ROLES,
    tag: 'Session',
    summary: '兩步驟驗證: a new secret for an authenticator; it counts once a code of it was entered',
    beforeSecondFactor: true,
    answers: { 201: { says: 'The secret, as text and as a QR code (data URL).', schema: NEW_SECOND_FACTOR } },
    problems: ['wrong-password', 'too-many-sign-ins', 'second-factor-set-up', 'second-factor-required'],
  })
  async begin(
    @Session() session: SignedIn,
    @Body() { password }: OwnPasswordBody,
    @Req() request: Request,
  ): Promise<ViewOf<typeof NEW_SECOND_FACTOR>> {
    if (session.secondFactor === 'needed') throw new HttpProblem('second-factor-required');
    await this.checkPassword(session, password, request);
    const secret = await this.factors.begin(session.principalId);
    if (secret === undefined) throw new HttpProblem('second-factor-set-up');
    const uri = uriOf(secret, session.account);
    const qr = `data:image/svg+xml;base64,${Buffer.from(renderSVG(uri)).toString('base64')}`;
    return { secret, uri, qr };
  }

  @Put()
  @Access('confirm-second-factor', {
    write: true,
    body: SecondFactorCodeBody,
    who: STAFF_ROLES,
    tag: 'Session',
    summary: 'Confirm the new secret by a code of it',
    beforeSecondFactor: true,
    answers: { 200: { says: 'Ten recovery codes, shown this once.', schema: RECOVERY_CODES } },
    problems: ['second-factor-wrong', 'too-many-sign-ins', 'second-factor-required'],
  })
  async confirm(
    @Session() session: SignedIn,
    @Body() { code }: SecondFactorCodeBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ViewOf<typeof RECOVERY_CODES>> {
    if (session.secondFactor === 'needed') throw new HttpProblem('second-factor-required');
    const counted = await this.count(session, request);
    const recoveryCodes = await this.factors.confirm(session.principalId, code);
    if (!recoveryCodes) {
      await counted.failed();
      throw new HttpProblem('second-factor-wrong');
    }
    await counted.succeeded();
    await this.renew(request, response, 'passed');
    return { recoveryCodes };
  }

  @Delete()
  @HttpCode(204)
  @Access('remove-second-factor', {
    write: true,
    body: RemoveSecondFactorBody,
    who: STAFF_ROLES,
    tag: 'Session',
    summary: 'Remove the second factor',
    answers: { 204: { says: 'Removed.' } },
    problems: ['wrong-password', 'second-factor-wrong', 'too-many-sign-ins'],
  })
  async remove(
    @Session() session: SignedIn,
    @Body() { password, code }: RemoveSecondFactorBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.checkPassword(session, password, request);
    const counted = await this.count(session, request);
    if (!(await this.factors.passes(session.principalId, code))) {
      await counted.failed();
      throw new HttpProblem('second-factor-wrong');
    }
    await counted.succeeded();
    await this.factors.remove(session.principalId);
    await this.renew(request, response, 'none');
  }

  private async checkPassword(session: SignedIn, password: string, request: Request): Promise<void> {
    const counted = await this.count(session, request);
    if (!(await this.sessions.isPassword(session, password))) {
      await counted.failed();
      throw new HttpProblem('wrong-password');
    }
    await counted.succeeded();
  }

  private async count(session: SignedIn, request: Request) {
    const counted = await this.limits.beginPasswordCheck(signInSourceOf(request.ip), session.sessionId);
    if ('retryAfterSeconds' in counted) throw new HttpProblem('too-many-sign-ins', counted);
    return counted;
  }

  private async renew(request: Request, response: Response, state: 'none' | 'passed'): Promise<void> {
    const token = await this.sessions.renew(readSessionCookie(request) ?? '', state);
    if (token === undefined) throw new HttpProblem('not-signed-in');
    setSessionCookie(request, response, token);
  }
}
