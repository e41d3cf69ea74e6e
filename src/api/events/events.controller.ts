/** GET /events: server-sent events of what is mine. */
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { Access } from '../http/access/access.js';
import { readSessionCookie } from '../http/access/session-cookie.js';
import { Session } from '../http/access/signed-in.js';
import { HttpProblem } from '../http/problems/problem.js';
import { CaseAccess } from '../case/case-access.js';
import { CaseNews, type Hear } from './case-news.js';
import { OpenStreams } from './open-streams.js';

const KEEP_ALIVE_MS = 15_000;
/** The browser comes back, and its session is looked at once more. */
const LONGEST_MS = 5 * 60_000;
/** Somebody who does not read is let go: the browser comes back when it can. */
const MOST_UNREAD_BYTES = 64 * 1024;

@Controller('api/v1/events')
export class EventsController {
  constructor(
    private readonly access: CaseAccess,
    private readonly news: CaseNews,
    private readonly streams: OpenStreams,
  ) {}

  @Get()
  @Access('events', {
    who: 'signed-in',
    tag: 'Session',
    summary: 'Server-sent events: which of my cases has changed',
    description:
      'Each message is `{"type": "case-changed", "id", "revision"}`; what has changed is read with `GET /bindings/{id}?min_revision=`. A comment every 15 s, and an end after 5 minutes: the browser comes back with `Last-Event-ID` and is told what it missed. It does not keep the session alive.',
    background: true,
    answers: { 200: { says: 'The stream.', files: ['text/event-stream'] } },
    problems: ['log-unavailable'],
  })
  async events(@Session() session: SignedIn, @Req() request: Request, @Res() response: Response): Promise<void> {
    const hear = this.hear(session, response);
    const close = this.streams.open(readSessionCookie(request) ?? '', () => response.end());
    if (!close) throw new HttpProblem('too-busy', { retryAfterSeconds: 10 });
    response.once('close', close);
    const leave = await this.news.listen(hear).catch((error: unknown) => {
      close();
      throw error;
    });
    response.once('close', leave);
    begin(response);
    this.keep(response);
    const after = request.header('last-event-id');
    if (after !== undefined && /^[\w:.@-]{1,100}$/.test(after)) await this.news.missedSince(after, hear);
  }

  private hear(session: SignedIn, response: Response): Hear {
    return ({ position, requestId, revision }, { state }) => {
      if (response.writableEnded || !this.access.mayRead(state, session)) return;
      if (response.writableLength > MOST_UNREAD_BYTES) response.end();
      else
        response.write(
          `id: ${position}\ndata: ${JSON.stringify({ type: 'case-changed', id: requestId, revision })}\n\n`,
        );
    };
  }

  /** Until the browser leaves, the process stops, or the time is over. */
  private keep(response: Response): void {
    const end = (): void => void response.end();
    const beat = setInterval(() => response.write(': here\n\n'), KEEP_ALIVE_MS);
    const longest = setTimeout(end, LONGEST_MS);
    this.news.ended.addEventListener('abort', end);
    response.once('close', () => {
      clearInterval(beat);
      clearTimeout(longest);
      this.news.ended.removeEventListener('abort', end);
    });
  }
}

function begin(response: Response): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    // A proxy that gathers answers would hold the events back.
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 3000\n\n');
}
