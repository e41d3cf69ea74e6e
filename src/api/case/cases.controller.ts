import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { type Outcome, REVIEWERS, isReviewer } from '../../../domain/binding/vocabulary.js';
import { casesOfLogin } from '../../../projections/binding-case/binding-case-queries.js';
import { Access, FAMILY_OR_COUNTER, MIN_REVISION } from '../http/access/access.js';
import { DATABASE } from '../http/parts/tokens.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { Language } from '../http/answers/language.js';
import { CURSOR, validCursor } from '../http/input/cursor.js';
import { Id } from '../http/input/id-param.js';
import { countOf, textOf, wrongQuery } from '../http/input/query.js';
import { tellRevision } from '../http/answers/revision-headers.js';
import { Session, Speaks } from '../http/access/signed-in.js';
import { CASE_ID } from '../commands/command-route.js';
import { ReviewedCases } from './reviewed-cases.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { CaseAccess } from './case-access.js';
import { CASE, CASES, type CaseView } from './case-shape.js';
import { CaseViews } from './case-views.js';
import { casesBeforeSending } from './cases-at-school.js';

const OUTCOMES: readonly Outcome[] = ['completed', 'rejected', 'expired', 'withdrawn', 'refused', 'student-left'];

const PAGE = 50;

@Controller('api/v1/bindings')
export class CasesController {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly access: CaseAccess,
    private readonly pages: CaseViews,
    private readonly reviewed: ReviewedCases,
  ) {}

  @Get()
  @Access('list-bindings', {
    who: [...FAMILY_OR_COUNTER, ...REVIEWERS.filter((role) => !FAMILY_OR_COUNTER.includes(role))],
    tag: 'Binding',
    summary:
      'My cases, the newest first; for reviewers those sent to them, after what is open at the counter or in dispute',
    query: {
      outcome: {
        description: `How it ended: one of ${OUTCOMES.join(', ')} (無意參加). Absent: whatever became of it.`,
      },
      ...CURSOR,
    },
    answers: { 200: { says: 'The cases, at most 50 a page.', schema: CASES } },
  })
  async list(
    @Session() session: SignedIn,
    @Speaks() language: Language,
    @Query() query: Record<string, unknown>,
  ): Promise<{ items: readonly CaseView[]; nextCursor: string | null }> {
    const asking = { session, language };
    const outcome = outcomeOf(query);
    if (isReviewer(session.role)) {
      const { documents, next } = await this.reviewed.page(session, query, outcome);
      const entered = query['cursor'] === undefined && !outcome ? await casesBeforeSending(this.db, session) : [];
      return { items: await this.pages.showAll([...entered, ...documents], asking), nextCursor: next };
    }
    const { documents, next } = await this.ownCases(session, query, outcome);
    return { items: await this.pages.showAll(documents, asking), nextCursor: next };
  }

  @Get(':id')
  @Access('read-binding', {
    who: [...FAMILY_OR_COUNTER, ...REVIEWERS.filter((role) => !FAMILY_OR_COUNTER.includes(role))],
    tag: 'Binding',
    summary: 'One case: what happened, who holds it, by when, what to do next',
    path: CASE_ID,
    query: MIN_REVISION,
    answers: { 200: { says: 'The case. `ETag` is its revision.', schema: CASE, revision: true } },
    problems: ['not-found', 'log-unavailable'],
  })
  async read(
    @Id('id') id: string,
    @Session() session: SignedIn,
    @Speaks() language: Language,
    @Query() query: Record<string, unknown>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CaseView> {
    const minRevision = countOf(query, 'min_revision');
    const { document } = await this.access.ofReader(id, session, minRevision);
    tellRevision(response, document.revision, minRevision);
    return this.pages.show(document, { session, language });
  }

  private async ownCases({ loginId }: SignedIn, query: Readonly<Record<string, unknown>>, outcome?: Outcome) {
    const after = textOf(query, 'cursor');
    if (loginId === undefined) return { documents: [], next: null };
    return validCursor('cursor', () =>
      casesOfLogin(this.db, {
        loginId,
        ...(outcome && { outcome }),
        ...(after !== undefined && { after }),
        limit: PAGE,
      }),
    );
  }
}

function outcomeOf(query: Readonly<Record<string, unknown>>): Outcome | undefined {
  const outcome = textOf(query, 'outcome');
  const known = OUTCOMES.find((one) => one === outcome);
  if (outcome !== undefined && !known) throw wrongQuery('outcome', 'not-in-list');
  return known;
}
