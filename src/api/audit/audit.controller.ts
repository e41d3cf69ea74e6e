import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { JsonObject, StoredEvent, EventLog } from '../../../eventstore/port.js';
import { caseOf } from '../../../projections/binding-case/case-document.js';
import { bindingStream } from '../../../workflows/names.js';
import { Access, AUDITORS } from '../http/access/access.js';
import { EVENT_LOG, PERSONAL_DATA } from '../http/parts/tokens.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import { ReadAccessLog } from '../../people/privacy/read-access-log.js';
import { CURSOR, cursorOf, pageBy, type Page } from '../http/input/cursor.js';
import type { Language } from '../http/answers/language.js';
import { HttpProblem } from '../http/problems/problem.js';
import { countOf, instantOf, textOf, wrongQuery } from '../http/input/query.js';
import { anyObject, uuid, named, page, ref, shape, text, time, whole, type ViewOf } from '../http/answers/shape.js';
import { tellRevision } from '../http/answers/revision-headers.js';
import { Session, Speaks } from '../http/access/signed-in.js';
import { Id } from '../http/input/id-param.js';
import { isUuid } from '../http/input/uuid.js';
import { caseView } from '../case/case-view.js';
import { CASE } from '../case/case-shape.js';
import { openCase } from '../case/case-values.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { AUDIT_EVENTS, maskedEvents, type AuditEvent } from './masked-event.js';

const STORED_EVENT = shape({
  stream: text('bindingRequest-1f0c…'),
  revision: whole(0),
  id: uuid(),
  type: text('BindingRequestOpened'),
  data: anyObject<JsonObject>('As in the log, sealed values sealed.'),
  metadata: anyObject<JsonObject>('As in the log, with `chain`.'),
});
type StoredView = ViewOf<typeof STORED_EVENT>;

const STORED_EVENTS = named('StoredEvents', page(STORED_EVENT));

const STATE = named('AuditState', shape({ asOf: shape({ revision: whole(3), at: time() }), state: ref(CASE) }));

const PAGE = 500;

const ID = { id: { description: 'Id of a case.' } };

/** Reads the log itself, not a copy of it. Each read is recorded before it is answered. */
@Controller('api/v1/audit/bindings')
export class AuditController {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
    private readonly readAccess: ReadAccessLog,
  ) {}

  @Get(':id/events')
  @Access('audit-events', {
    who: AUDITORS,
    tag: 'Audit',
    summary: 'The history of a case from the log; the look is logged',
    description:
      'Each `chain` is sha256 of the RFC 8785 text of {stream, revision, type, data, metadata without chain, previous}; `previous` is the chain before, for revision 0 sha256 of the stream name. With `form=stored` data and metadata come exactly as stored, so that you can recompute it.',
    path: ID,
    query: {
      form: {
        description: 'stored: as in the log, sealed values sealed. Absent: decoded and masked.',
        example: 'stored',
      },
      ...CURSOR,
    },
    answers: {
      200: { says: 'The events, the oldest first, at most 500 a page.', schema: [AUDIT_EVENTS, STORED_EVENTS] },
    },
    problems: ['not-found', 'log-unavailable'],
  })
  async events(
    @Id('id') id: string,
    @Session() session: SignedIn,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<AuditEvent | StoredView>> {
    const form = textOf(query, 'form');
    if (form !== undefined && form !== 'stored') throw wrongQuery('form', 'not-in-list');
    const after = cursorOf(query);
    const events = await this.streamOf(id);
    await this.look(session, events, 'audit-events');
    const found = events.slice(nextRevision(after), nextRevision(after) + PAGE + 1);
    const items = form === 'stored' ? found.map(stored) : await this.masked(events, found);
    return pageBy<AuditEvent | StoredView>(items, PAGE, ({ revision }) => String(revision));
  }

  @Get(':id/state')
  @Access('audit-state', {
    who: AUDITORS,
    tag: 'Audit',
    summary: 'The case as it stood at a time or a revision; the look is logged',
    path: ID,
    query: {
      as_of: {
        description: 'RFC 3339, or a day `YYYY-MM-DD`: its end in Taipei.',
        example: '2026-11-30T00:00:00.000Z',
      },
      revision: { type: 'integer', description: 'In place of `as_of`.' },
    },
    answers: { 200: { says: 'What the case page showed then, values masked.', schema: STATE, revision: true } },
    problems: ['not-found', 'log-unavailable'],
  })
  async state(
    @Id('id') id: string,
    @Session() session: SignedIn,
    @Speaks() language: Language,
    @Query() query: Record<string, unknown>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ViewOf<typeof STATE>> {
    const [asOf, revision] = [instantOf(query, 'as_of'), countOf(query, 'revision')];
    if (asOf === undefined && revision === undefined) throw wrongQuery('as_of', 'required');
    if (asOf !== undefined && revision !== undefined) throw wrongQuery('revision', 'unknown-field');
    const events = await this.streamOf(id);
    const until = revision === undefined ? standingAt(events, asOf ?? '') : events.slice(0, revision + 1);
    const document = caseOf(until);
    if (!document || (revision !== undefined && document.revision !== revision)) throw new HttpProblem('not-found');
    await this.look(session, events, 'audit-state');
    const opened = await openCase(this.personalData, document);
    // The page was the family's; what was clear to them is masked for the auditor.
    const state = caseView(document, opened, { role: 'parent', audience: 'auditor', language });
    tellRevision(response, document.revision);
    return { asOf: { revision: document.revision, at: document.updatedAt }, state };
  }

  /** The opening, which says whose the sealed values are, is among what is opened. */
  private async masked(events: readonly StoredEvent[], found: readonly StoredEvent[]): Promise<readonly AuditEvent[]> {
    const [opening] = events;
    const from = found[0] === opening || !opening ? [] : [opening];
    return (await maskedEvents(this.personalData, [...from, ...found])).slice(from.length);
  }

  private async streamOf(id: string): Promise<readonly StoredEvent[]> {
    const events = isUuid(id) ? await this.log.readStream(bindingStream(id)) : [];
    if (events.length === 0) throw new HttpProblem('not-found');
    return events;
  }

  private look(session: SignedIn, events: readonly StoredEvent[], through: string): Promise<void> {
    const [opened] = events;
    const requestId = String(opened?.metadata['$correlationId'] ?? '');
    const actor = { id: session.principalId, role: session.role };
    const subjectId = String(opened?.data['studentId'] ?? requestId);
    return this.readAccess.record({ actor, through, subjectId, requestId, fields: ['student', 'applicants'] });
  }
}

/** @throws HttpProblem for a cursor that no page gave */
function nextRevision(after: string | undefined): number {
  if (after === undefined) return 0;
  if (!/^\d{1,9}$/.test(after)) throw wrongQuery('cursor', 'wrong-type');
  return Number(after) + 1;
}

/** The events up to the last one at or before the instant. */
function standingAt(events: readonly StoredEvent[], instant: string): readonly StoredEvent[] {
  return events.slice(0, events.findLastIndex(({ metadata }) => String(metadata['at']) <= instant) + 1);
}

function stored({ stream, revision, id, type, data, metadata }: StoredEvent): StoredView {
  return { stream, revision, id, type, data, metadata };
}
