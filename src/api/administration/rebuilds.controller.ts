import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { deriveId } from '../../../domain/ids.js';
import { askForRebuild, findRebuild } from '../../../projections/rebuild/rebuild-requests.js';
import type { Database } from '../../adapters/postgres/database.js';
import { CommandRows, type Target } from '../commands/command-rows.js';
import { KeyedWrite } from '../commands/command-route.js';
import { Sender, type SignedInCaller } from '../commands/sender.js';
import { Access } from '../http/access/access.js';
import { Answer } from '../http/answers/answer.js';
import { named, oneOf, orNull, shape, text, uuid, whole, type ViewOf } from '../http/answers/shape.js';
import { Id } from '../http/input/id-param.js';
import { isUuid } from '../http/input/uuid.js';
import { DATABASE } from '../http/parts/tokens.js';
import { HttpProblem } from '../http/problems/problem.js';
import { RebuildBody } from './rebuild-body.js';

const REBUILD_BEGUN = named('RebuildBegun', shape({ id: uuid() }));
const REBUILD = named(
  'Rebuild',
  shape({
    status: oneOf(['waiting', 'running', 'done', 'failed']),
    progress: shape({ done: whole(4000), total: whole(12_000) }),
    model: text('review_inbox'),
    step: orNull(text('filling', 'filling, indexing, comparing or swapping.')),
    failure: orNull(text('StoppedAtPoison', 'Name of an error.')),
  }),
);

/** Read models that are filled again from the log, by a projector, while people go on reading. */
@Controller('api/v1/admin/rebuilds')
export class RebuildsController {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly calls: CommandRows,
  ) {}

  @Post()
  @HttpCode(202)
  @KeyedWrite('rebuild-read-model', {
    who: ['administrator'],
    tag: 'Administration',
    summary: 'Fill a read model from the whole log, beside the one that people read, and swap the two',
    body: RebuildBody,
    answers: {
      202: { says: 'In the queue; `Location` says how far it is.', schema: REBUILD_BEGUN },
    },
  })
  async begin(@Sender() { call }: SignedInCaller, @Body() { model }: RebuildBody): Promise<Answer> {
    const id = deriveId(call.principal, 'rebuild', call.key);
    const target: Target = { requestId: id, commandId: id, studentId: `administration-${call.principal}` };
    const { requestId } = await this.calls.begin(call, target);
    const taken = await askForRebuild(this.db, requestId, model, call.principal);
    // The same call again leads to the same rebuild, also once that one is over.
    if (taken !== requestId) await this.calls.redirect(call, target, { ...target, requestId: taken });
    const headers = { Location: `/api/v1/admin/rebuilds/${taken}`, 'Content-Type': 'application/json; charset=utf-8' };
    return new Answer(202, { id: taken }, headers);
  }

  @Get(':id')
  @Access('admin-rebuild', {
    who: ['administrator'],
    tag: 'Administration',
    summary: 'How far a rebuild is',
    path: { id: { description: '`id` of POST /admin/rebuilds.' } },
    answers: { 200: { says: 'Its progress in events of the log.', schema: REBUILD } },
    problems: ['not-found'],
  })
  async progress(@Id('id') id: string): Promise<ViewOf<typeof REBUILD>> {
    const found = isUuid(id) ? await findRebuild(this.db, id) : null;
    if (!found) throw new HttpProblem('not-found');
    const { status, done, total, readModel: model, step, failure } = found;
    return { status, progress: { done, total: Math.max(done, total) }, model, step, failure };
  }
}
