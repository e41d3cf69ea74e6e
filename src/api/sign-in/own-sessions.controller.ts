import { Controller, Delete, Get, HttpCode, Req } from '@nestjs/common';
import type { Request } from 'express';
import { SessionService, type SignedIn } from '../../people/accounts/session-service.js';
import { Access } from '../http/access/access.js';
import { readSessionCookie } from '../http/access/session-cookie.js';
import { Session } from '../http/access/signed-in.js';
import { list, named, shape, text, time, uuid, yesOrNo, type ViewOf } from '../http/answers/shape.js';
import { Id } from '../http/input/id-param.js';
import { HttpProblem } from '../http/problems/problem.js';

const OWN_SESSIONS = named(
  'OwnSessions',
  shape({
    items: list(
      shape({
        id: uuid(),
        browser: text('Chrome, Windows', 'Empty where it is not known.'),
        since: time(),
        lastSeen: time(),
        here: yesOrNo(),
      }),
    ),
  }),
);

@Controller('api/v1/me/sessions')
export class OwnSessionsController {
  constructor(private readonly sessions: SessionService) {}

  @Get()
  @Access('own-sessions', {
    who: 'signed-in',
    tag: 'Session',
    summary: '我的登入: where this account is signed in now',
    answers: { 200: { says: 'The sessions, the newest first.', schema: OWN_SESSIONS } },
    problems: ['database-unavailable'],
  })
  async list(@Session() { principalId }: SignedIn, @Req() request: Request): Promise<ViewOf<typeof OWN_SESSIONS>> {
    const found = await this.sessions.sessionsOf(principalId, readSessionCookie(request) ?? '');
    const items = found.map(({ since, lastSeen, ...session }) => ({
      ...session,
      since: since.toISOString(),
      lastSeen: lastSeen.toISOString(),
    }));
    return { items };
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('end-session', {
    write: true,
    who: 'signed-in',
    tag: 'Session',
    summary: '結束: end one of one’s own sessions',
    path: { id: { description: 'The session, from the list.' } },
    answers: { 204: { says: 'Ended.' } },
    problems: ['not-found', 'database-unavailable'],
  })
  async end(@Session() { principalId }: SignedIn, @Id('id') id: string): Promise<void> {
    if (!(await this.sessions.endSession(principalId, id))) throw new HttpProblem('not-found');
  }

  @Delete()
  @HttpCode(204)
  @Access('end-other-sessions', {
    write: true,
    who: 'signed-in',
    tag: 'Session',
    summary: '結束其他所有登入: end all sessions but this one',
    answers: { 204: { says: 'Ended.' } },
    problems: ['database-unavailable'],
  })
  async endOthers(@Session() { principalId }: SignedIn, @Req() request: Request): Promise<void> {
    await this.sessions.endOtherSessions(principalId, readSessionCookie(request) ?? '');
  }
}
