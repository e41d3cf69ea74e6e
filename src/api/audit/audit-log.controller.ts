import { Controller, Get, Inject, Query } from '@nestjs/common';
import { StreamGone, type EventLog, type StoredEvent } from '../../../eventstore/port.js';
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
import { bindingStream } from '../../../workflows/names.js';
import { mismatchOf, rememberedEvent } from './as-remembered.js';
import { AUDIT_EVENTS, maskedWhateverTheySay, type AuditEvent } from './masked-event.js';

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
    description:
      'An event that the log holds otherwise than the audit trail remembers it has `mismatch: altered`; one that the log lacks has `mismatch: missing`, with what the audit trail remembers and no data.',
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
    const streams = byStream(places);
    const found = await fewAtATime(streams, ([stream, wanted]) => this.ofStream(session, stream, wanted));
    const shown = new Map(found.flat().map((event) => [keyOf(event), event]));
    return { items: places.flatMap((place) => shown.get(keyOf(place)) ?? []), nextCursor: next };
  }

  private async page(query: Record<string, unknown>) {
    const [after, actor, type] = ['after', 'actor', 'type'].map((name) => textOf(query, name));
    const [from, to] = [instantOf(query, 'from', 'start'), instantOf(query, 'to')];
    const asked = Object.entries({ after, actor, type, from, to }).filter(([, value]) => value !== undefined);
    return validCursor('after', () => auditPage(this.db, Object.fromEntries(asked), PAGE));
  }

  /** The wanted events of one stream, masked; who looks at a case is written down before. */
  private async ofStream(
    session: SignedIn,
    stream: string,
    wanted: readonly AuditPlace[],
  ): Promise<readonly AuditEvent[]> {
    const revisions = wanted.map(({ revision }) => revision);
    const isCase = categoryOf(stream) === BINDING_CATEGORY;
    // A case from its opening on, which says whose the sealed values are; another from the event before, whose chain is needed.
    const from = isCase ? 0 : Math.max(0, Math.min(...revisions) - 1);
    const events = await readWhatIsLeft(this.log, stream, from, Math.max(...revisions));
    if (isCase) await this.look(session, stream, events);
    return this.shown(wanted, events);
  }

  private async shown(wanted: readonly AuditPlace[], events: readonly StoredEvent[]): Promise<readonly AuditEvent[]> {
    const byRevision = new Map(events.map((event) => [event.revision, event]));
    const there = wanted.flatMap(({ revision }) => byRevision.get(revision) ?? []);
    const [opening] = events;
    const masked = opening ? await maskedWhateverTheySay(this.personalData, opening, there) : [];
    const byMaskedRevision = new Map(masked.map((event) => [event.revision, event]));
    return wanted.map((place) => {
      const event = byMaskedRevision.get(place.revision);
      if (!event) return rememberedEvent(place);
      const mismatch = mismatchOf(place, byRevision);
      return mismatch ? { ...event, mismatch } : event;
    });
  }

  private async look(session: SignedIn, stream: string, [opened]: readonly StoredEvent[]): Promise<void> {
    const requestId = String(opened?.metadata['$correlationId'] ?? stream.slice(bindingStream('').length));
    await this.readAccess.record({
      actor: { id: session.principalId, role: session.role },
      through: 'audit-log',
      subjectId: String(opened?.data['studentId'] ?? requestId),
      requestId,
      fields: ['student', 'applicants'],
    });
  }
}

/** Nothing of a stream that an operator of the event store deleted or cut. */
async function readWhatIsLeft(
  log: EventLog,
  stream: string,
  from: number,
  to: number,
): Promise<readonly StoredEvent[]> {
  try {
    return await log.readStream(stream, from, to);
  } catch (error) {
    if (error instanceof StreamGone) return [];
    throw error;
  }
}

function keyOf({ stream, revision }: { readonly stream: string; readonly revision: number }): string {
  return `${revision}@${stream}`;
}

function byStream(places: readonly AuditPlace[]): readonly (readonly [string, readonly AuditPlace[]])[] {
  const streams = new Map<string, AuditPlace[]>();
  for (const place of places) streams.set(place.stream, [...(streams.get(place.stream) ?? []), place]);
  return [...streams];
}
