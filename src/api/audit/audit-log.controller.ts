import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { StoredEvent, EventLog } from '../../../eventstore/port.js';
import { auditPage, type AuditPlace } from '../../../projections/audit-trail/audit-trail-queries.js';
import { BINDING_CATEGORY } from '../../../projections/folding/binding-events.js';
import { categoryOf } from '../../../projections/folding/read-model.js';
import { fewAtATime } from '../commands/few-at-a-time.js';
import { Access, AUDITORS } from '../http/access/access.js';
import { DATABASE, EVENT_LOG, PERSONAL_DATA } from '../http/parts/tokens.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import { ReadAccessLog } from '../../people/privacy/read-access-log.js';
import { validCursor } from '../http/input/cursor.js';
import { instantOf, textOf } from '../http/input/query.js';
import { Session } from '../http/access/signed-in.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { AUDIT_EVENTS, maskedEvents, type AuditEvent } from './masked-event.js';

const PAGE = 50;

/** The whole log. audit_trail says where an event stands; what it says is read from the log itself. */
@Controller('api/v1/audit/events')
export class AuditLogController {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
    private readonly readAccess: ReadAccessLog,
  ) {}

  @Get()
  @Access('audit-log', {
    who: AUDITORS,
    tag: 'Audit',
    summary: 'The whole log, the oldest first, 50 events a page; the look at each case is logged',
    query: {
      after: { description: '`nextCursor` of the page before.' },
      actor: { description: 'Id of who did it, or of whom it was done for.' },
      type: { description: 'Type of event.', example: 'ApplicantApproved' },
      from: { description: 'RFC 3339, or a day `YYYY-MM-DD`: its beginning in Taipei.', example: '2026-11-01' },
      to: { description: 'RFC 3339, inclusive, or a day: its end in Taipei.', example: '2026-11-30' },
    },
    answers: { 200: { says: 'A page of events, values masked.', schema: AUDIT_EVENTS } },
    problems: ['log-unavailable'],
  })
  async events(
    @Session() session: SignedIn,
    @Query() query: Record<string, unknown>,
  ): Promise<{ items: readonly AuditEvent[]; nextCursor: string | null }> {
    const { places, next } = await this.page(query);
    const shown = new Map<string, AuditEvent>();
    const streams = byStream(places);
    const found = await fewAtATime(streams, ([stream, wanted]) => this.ofStream(session, stream, wanted));
    for (const event of found.flat()) shown.set(event.id, event);
    // A place that the log does not confirm is no event.
    return { items: places.flatMap(({ eventId }) => shown.get(eventId) ?? []), nextCursor: next };
  }

  private async page(query: Record<string, unknown>) {
    const [after, actor, type] = ['after', 'actor', 'type'].map((name) => textOf(query, name));
    const [from, to] = [instantOf(query, 'from', 'start'), instantOf(query, 'to')];
    const asked = Object.entries({ after, actor, type, from, to }).filter(([, value]) => value !== undefined);
    return validCursor('after', () => auditPage(this.db, Object.fromEntries(asked), PAGE));
  }

  /** The events of one stream from the first wanted one on, masked; who looks at a case is written down before. */
  private async ofStream(
    session: SignedIn,
    stream: string,
    wanted: readonly AuditPlace[],
  ): Promise<readonly AuditEvent[]> {
    const { log, personalData } = this;
    const revisions = wanted.map(({ revision }) => revision);
    const isCase = categoryOf(stream) === BINDING_CATEGORY;
    // A case from its opening on, which says whose the sealed values are.
    const events = await log.readStream(stream, isCase ? 0 : Math.min(...revisions), Math.max(...revisions));
    if (isCase) await this.look(session, events);
    return maskedEvents(personalData, events);
  }

  private async look(session: SignedIn, [opened]: readonly StoredEvent[]): Promise<void> {
    const requestId = String(opened?.metadata['$correlationId'] ?? '');
    await this.readAccess.record({
      actor: { id: session.principalId, role: session.role },
      through: 'audit-log',
      subjectId: String(opened?.data['studentId'] ?? requestId),
      requestId,
      fields: ['student', 'applicants'],
    });
  }
}

function byStream(places: readonly AuditPlace[]): readonly (readonly [string, readonly AuditPlace[]])[] {
  const streams = new Map<string, AuditPlace[]>();
  for (const place of places) streams.set(place.stream, [...(streams.get(place.stream) ?? []), place]);
  return [...streams];
}
