import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Outcome } from '../../../domain/binding/vocabulary.js';
import { casesOfLogin } from '../../../projections/binding-case/binding-case-queries.js';
import type { Caller } from '../commands/case-commands.js';
import { Access, FAMILY, MIN_REVISION, REVIEWERS } from '../http/access/access.js';
import type { Answer } from '../http/answers/answer.js';
import { ApiParts } from '../http/parts/api-parts.js';
import type { FieldError } from '../http/problems/field-problems.js';
import type { Language } from '../http/answers/language.js';
import { HttpProblem } from '../http/problems/problem.js';
import { CURSOR, validCursor } from '../http/input/cursor.js';
import { countOf, textOf, wrongQuery } from '../http/input/query.js';
import { tellRevision } from '../http/answers/revision-headers.js';
import { Sender, Session, Speaks } from '../http/access/signed-in.js';
import { ReviewedCases } from './reviewed-cases.js';
import type { Pupil } from '../../people/roster/roster.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { CaseAccess } from './case-access.js';
import type { CaseView } from './case-page.js';
import { CasePages } from './case-pages.js';
import { casesBeforeSending } from './counter-cases.js';
import { enteredBy } from '../commands/entered-by.js';
import { OpenBindingBody } from '../family/applying/open-binding-body.js';
import { OpenBinding } from '../family/applying/open-binding.js';

const OUTCOMES: readonly Outcome[] = ['completed', 'rejected', 'expired', 'withdrawn', 'refused', 'student-left'];

const PAGE = 50;

const ID = { id: { description: 'Id of the case, as POST /bindings answers it.' } };

@Controller('api/v1/bindings')
export class BindingsController {
  constructor(
    private readonly parts: ApiParts,
    private readonly access: CaseAccess,
    private readonly opening: OpenBinding,
    private readonly pages: CasePages,
    private readonly reviewed: ReviewedCases,
  ) {}

  @Post()
  @Access('open-binding', {
    body: OpenBindingBody,
    who: FAMILY,
    tag: 'Binding',
    summary: '親子綁定: open a request for one’s pupil',
    description: 'A parent sends `{}`. Answers the open case (200) when there is one.',
    idempotent: true,
    answers: {
      201: { says: 'The new case.', schema: 'BindingCase' },
      200: { says: 'The case that is open already.', schema: 'BindingCase' },
    },
    problems: [
      'student-not-found',
      'student-left',
      'opened-by-parent',
      'log-unavailable',
      'engine-unavailable',
      'outcome-unknown',
    ],
  })
  async open(@Body() body: OpenBindingBody, @Session() session: SignedIn, @Sender() sender: Caller): Promise<Answer> {
    const pupil = await this.pupilFor(body, session);
    return this.opening.open(pupil, enteredBy(session, sender), { session, language: sender.language });
  }

  @Get()
  @Access('list-bindings', {
    who: [...FAMILY, ...REVIEWERS.filter((role) => !FAMILY.includes(role))],
    tag: 'Binding',
    summary:
      'My cases, the newest first; for reviewers those sent to them, after what is open at the counter or in dispute',
    query: {
      outcome: {
        description: `How it ended: one of ${OUTCOMES.join(', ')} (無意參加). Absent: whatever became of it.`,
      },
      ...CURSOR,
    },
    answers: { 200: { says: 'The cases, at most 50 a page.', schema: 'BindingCases' } },
  })
  async list(
    @Session() session: SignedIn,
    @Speaks() language: Language,
    @Query() query: Record<string, unknown>,
  ): Promise<{ items: readonly CaseView[]; nextCursor: string | null }> {
    const asking = { session, language };
    const outcome = outcomeOf(query);
    if (REVIEWERS.includes(session.role)) {
      const { documents, next } = await this.reviewed.page(session, query, outcome);
      const entered = query['cursor'] === undefined && !outcome ? await casesBeforeSending(this.parts.db, session) : [];
      return { items: await this.pages.showAll([...entered, ...documents], asking), nextCursor: next };
    }
    const { documents, next } = await this.ownCases(session, query, outcome);
    return { items: await this.pages.showAll(documents, asking), nextCursor: next };
  }

  @Get(':id')
  @Access('read-binding', {
    who: [...FAMILY, ...REVIEWERS.filter((role) => !FAMILY.includes(role))],
    tag: 'Binding',
    summary: 'One case: what happened, who holds it, by when, what to do next',
    path: ID,
    query: MIN_REVISION,
    answers: { 200: { says: 'The case. `ETag` is its revision.', schema: 'BindingCase', revision: true } },
    problems: ['not-found', 'log-unavailable'],
  })
  async read(
    @Param('id') id: string,
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
      casesOfLogin(this.parts.db, {
        loginId,
        ...(outcome && { outcome }),
        ...(after !== undefined && { after }),
        limit: PAGE,
      }),
    );
  }

  private async pupilFor(body: OpenBindingBody, session: SignedIn): Promise<Pupil> {
    const errors = fieldsOfOthers(body, session);
    if (errors.length > 0) throw new HttpProblem('invalid-body', { errors });
    const pupil = await this.findPupil(session, body.studentNumber);
    const other = body.studentId !== undefined && body.studentId !== pupil?.studentId;
    if (!pupil || other) throw new HttpProblem('student-not-found');
    return pupil;
  }

  private async findPupil(session: SignedIn, studentNumber: string | undefined): Promise<Pupil | null> {
    const { roster } = this.parts;
    if (session.role !== 'registrar')
      return session.studentId === undefined ? null : roster.findStudent(session.studentId);
    if (studentNumber === undefined) {
      throw new HttpProblem('invalid-body', { errors: [{ pointer: '/studentNumber', code: 'required' }] });
    }
    return session.schoolId === undefined ? null : roster.studentByNumber(session.schoolId, studentNumber.trim());
  }
}

function outcomeOf(query: Readonly<Record<string, unknown>>): Outcome | undefined {
  const outcome = textOf(query, 'outcome');
  const known = OUTCOMES.find((one) => one === outcome);
  if (outcome !== undefined && !known) throw wrongQuery('outcome', 'not-in-list');
  return known;
}

/** A parent names nobody; the registrar a number of their school; a guardian one of their children. */
function fieldsOfOthers({ studentNumber, studentId }: OpenBindingBody, { role }: SignedIn): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (studentNumber !== undefined && role !== 'registrar')
    errors.push({ pointer: '/studentNumber', code: 'unknown-field' });
  if (studentId !== undefined && role !== 'guardian') errors.push({ pointer: '/studentId', code: 'unknown-field' });
  return errors;
}
