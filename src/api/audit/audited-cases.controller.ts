import { Controller, Get, Inject, Query } from '@nestjs/common';
import { requestIdPrefix } from '../../../domain/binding/identifiers.js';
import { auditedCases, type AuditedFilter } from '../../../projections/binding-case/audited-case-queries.js';
import type { CaseDocument } from '../../../projections/binding-case/case-document.js';
import { requestIdsWith } from '../../../projections/one-case/one-case-queries.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { ReadAccessLog } from '../../people/privacy/read-access-log.js';
import { OUTCOME_LABELS, STAGE_LABELS } from '../case/words/labels.js';
import { Access, AUDITORS } from '../http/access/access.js';
import { Session, Speaks } from '../http/access/signed-in.js';
import { labelled, type Language } from '../http/answers/language.js';
import { coded, named, orNull, page, shape, text, time, uuid, type ViewOf } from '../http/answers/shape.js';
import { CURSOR, validCursor, type Page } from '../http/input/cursor.js';
import { instantOf, textOf } from '../http/input/query.js';
import { DATABASE } from '../http/parts/tokens.js';

const AUDITED_CASE = shape({
  bindingId: uuid(),
  caseNumber: text('T99-7F3K9Q2M'),
  schoolId: text('T99'),
  stage: coded(['student-info', 'consent', 'application', 'signature', 'review', 'closed'], '確認學生相關資訊'),
  outcome: orNull(coded(['completed', 'rejected', 'expired', 'withdrawn', 'refused', 'student-left'], '已完成')),
  openedAt: time(),
});
const AUDITED_CASES = named('AuditedCases', page(AUDITED_CASE));
type AuditedCase = ViewOf<typeof AUDITED_CASE>;

const PAGE = 50;
/** Cases that share the first 40 bits of their ids. */
const MOST_OF_A_NUMBER = 10;

/** Where an auditor finds a case. No value of a person is shown; the look is written down all the same. */
@Controller('api/v1/audit/bindings')
export class AuditedCasesController {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly readAccess: ReadAccessLog,
  ) {}

  @Get()
  @Access('audit-cases', {
    who: AUDITORS,
    tag: 'Audit',
    summary: 'Find cases by number, school or the time they were opened; the look is logged',
    query: {
      number: { description: 'Case number 案號, as people type it.', example: 'T99-7F3K9Q2M' },
      school: { description: 'Code of a school.', example: 'T99' },
      from: { description: 'Opened at or after: RFC 3339, or a day: its beginning in Taipei.', example: '2026-11-01' },
      to: { description: 'Opened at or before: RFC 3339, or a day: its end in Taipei.', example: '2026-11-30' },
      ...CURSOR,
    },
    answers: { 200: { says: 'At most 50 a page, the newest first.', schema: AUDITED_CASES } },
    problems: ['log-unavailable'],
  })
  async cases(
    @Session() session: SignedIn,
    @Speaks() language: Language,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<AuditedCase>> {
    const [number, school, after] = ['number', 'school', 'cursor'].map((name) => textOf(query, name));
    const [from, to] = [instantOf(query, 'from', 'start'), instantOf(query, 'to')];
    const requestIds = number === undefined ? undefined : await this.idsOf(number);
    const asked = { requestIds, schoolId: school, from, to, after };
    const filter = Object.fromEntries(
      Object.entries(asked).filter(([, value]) => value !== undefined),
    ) as AuditedFilter;
    const { documents, next } = await validCursor('cursor', () => auditedCases(this.db, filter, PAGE));
    const found = number === undefined ? documents : documents.filter((one) => hasNumber(one, number));
    await this.look(session, number === undefined ? [] : found);
    return { items: found.map((one) => viewOf(one, language)), nextCursor: next };
  }

  private async idsOf(number: string): Promise<readonly string[]> {
    const prefix = requestIdPrefix(number);
    return prefix === undefined ? [] : requestIdsWith(this.db, prefix, MOST_OF_A_NUMBER);
  }

  /** Of a list one entry, which names no pupil; of a case that was looked for by its number, that case. */
  private async look(session: SignedIn, found: readonly CaseDocument[]): Promise<void> {
    const actor = { id: session.principalId, role: session.role };
    const of = { actor, through: 'audit-cases', fields: ['case'] };
    if (found.length === 0) return this.readAccess.record({ ...of, subjectId: 'cases' });
    for (const { requestId, state } of found) {
      await this.readAccess.record({ ...of, subjectId: state.studentId, requestId });
    }
  }
}

/** The letters after the hyphen are in the id; the school before it is not. */
function hasNumber({ state }: CaseDocument, number: string): boolean {
  return schoolOf(state.caseNumber) === schoolOf(number);
}

function schoolOf(number: string): string | undefined {
  return number.trim().toUpperCase().split('-')[0];
}

function viewOf({ requestId, state, openedAt }: CaseDocument, language: Language): AuditedCase {
  const { caseNumber, schoolId, stage, outcome } = state;
  return {
    bindingId: requestId,
    caseNumber,
    schoolId,
    stage: labelled(stage, STAGE_LABELS, language),
    outcome: outcome === undefined ? null : labelled(outcome, OUTCOME_LABELS, language),
    openedAt,
  };
}
