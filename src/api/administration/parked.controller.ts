import { Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { deriveId } from '../../../domain/ids.js';
import { askForRetry } from '../../../projections/runner/ask-for-retry.js';
import { findParked, parkedPage, type ParkedItem } from '../../../projections/runner/parked-page.js';
import type { Database } from '../../adapters/postgres/database.js';
import { CommandRows, type Target } from '../commands/command-rows.js';
import { KeyedWrite } from '../commands/command-route.js';
import { Sender, type SignedInCaller } from '../commands/sender.js';
import { Access } from '../http/access/access.js';
import { Answer } from '../http/answers/answer.js';
import { named, oneOf, optional, page, shape, text, time, uuid, whole, type ViewOf } from '../http/answers/shape.js';
import { CURSOR, validCursor, type Page } from '../http/input/cursor.js';
import { Id } from '../http/input/id-param.js';
import { textOf } from '../http/input/query.js';
import { isUuid } from '../http/input/uuid.js';
import { DATABASE } from '../http/parts/tokens.js';
import { HttpProblem } from '../http/problems/problem.js';

const PAGE = 50;
/** A projector that runs takes a read model up again within a second; a caller waits no longer than for a command. */
const RETRY_MS = 4_000;

const PARKED_STREAM = shape({
  id: uuid(),
  model: text('binding_case'),
  stream: text('bindingRequest-1f0c6a9e-0000-4000-8000-000000000000'),
  revision: whole(3),
  type: text('ConsentGiven'),
  reason: text('newer-schema'),
  since: time(),
});
const PARKED_STREAMS = named('ParkedStreams', page(PARKED_STREAM));
type ParkedView = ViewOf<typeof PARKED_STREAM>;

/** waiting: no projector has tried it yet. */
const PARKED_RETRY = named(
  'ParkedRetry',
  shape({
    id: uuid(),
    status: oneOf(['applied', 'parked', 'waiting']),
    reason: optional(text('newer-schema', 'Why it stands still after the try.')),
  }),
);
type RetryView = ViewOf<typeof PARKED_RETRY>;

/** Streams that stand still for a read model, each on an event that cannot be applied. */
@Controller('api/v1/admin/parked')
export class ParkedController {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly calls: CommandRows,
  ) {}

  @Get()
  @Access('admin-parked', {
    who: ['administrator'],
    tag: 'Administration',
    summary: 'What stands still, the longest first: names and codes, no value of an event',
    query: CURSOR,
    answers: { 200: { says: 'At most 50 a page.', schema: PARKED_STREAMS } },
  })
  async parked(@Query() query: Record<string, unknown>): Promise<Page<ParkedView>> {
    const after = textOf(query, 'cursor');
    const { items, next } = await validCursor('cursor', () => parkedPage(this.db, after, PAGE));
    return { items: items.map(viewOf), nextCursor: next };
  }

  @Post(':id/retry')
  @HttpCode(200)
  @KeyedWrite('retry-parked', {
    who: ['administrator'],
    tag: 'Administration',
    summary: 'Try again now, in place of within 30 seconds',
    path: { id: { description: '`id` of GET /admin/parked.' } },
    emptyBody: true,
    answers: {
      200: { says: 'What the try came to.', schema: PARKED_RETRY },
      202: { says: 'No projector has tried it within 4 seconds; send the same again.', schema: PARKED_RETRY },
    },
    problems: ['not-found'],
  })
  async retry(@Id('id') id: string, @Sender() { call }: SignedInCaller): Promise<Answer> {
    const answered = await this.calls.answered(call);
    if (answered) return answered;
    const found = isUuid(id) ? await findParked(this.db, id) : null;
    if (!found) throw new HttpProblem('not-found');
    const commandId = deriveId(call.principal, 'retryParked', call.key, id);
    const target: Target = { requestId: commandId, commandId, studentId: `administration-${call.principal}` };
    await this.calls.begin(call, target);
    const { model: name, version, stream } = found;
    const still = await askForRetry(this.db, { name, version }, RETRY_MS);
    if (still === null) return answer(202, { id, status: 'waiting' });
    const poison = still.find((one) => one.stream === stream);
    const view: RetryView = poison ? { id, status: 'parked', reason: poison.code } : { id, status: 'applied' };
    return this.calls.finish(call, target, answer(200, view), 0);
  }
}

function viewOf({ id, model, stream, revision, type, reason, since }: ParkedItem): ParkedView {
  return { id, model, stream, revision, type, reason, since };
}

function answer(status: number, view: RetryView): Answer {
  return new Answer(status, view, { 'Content-Type': 'application/json; charset=utf-8' });
}
