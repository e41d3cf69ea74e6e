import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { isDay, taipeiDay } from '../../../domain/calendar/taipei.js';
import type { Role } from '../../../domain/binding/vocabulary.js';
import { classCounts, countedSchools } from '../../../projections/enrolment/binding-rate-queries.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { Access } from '../http/access/access.js';
import { Session } from '../http/access/signed-in.js';
import { Answer } from '../http/answers/answer.js';
import { textOf, wrongQuery } from '../http/input/query.js';
import { DATABASE } from '../http/parts/tokens.js';
import { HttpProblem } from '../http/problems/problem.js';
import { BINDING_RATE, bindingRate, type BindingRate } from './binding-rate.js';
import { bindingRateCsv } from './binding-rate-csv.js';

/** They see their own school; an auditor and an administrator see all. */
const OF_A_SCHOOL: readonly Role[] = ['registrar', 'director'];

@Controller('api/v1/statistics/binding-rate')
export class BindingRateController {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  @Get()
  @Access('binding-rate', {
    who: [...OF_A_SCHOOL, 'auditor', 'administrator'],
    tag: 'Statistics',
    summary: '綁定率 of schools and classes at the end of a day in Taipei, from the log',
    description: 'With `Accept: text/csv` the answer is a table in UTF-8.',
    query: {
      as_of: { description: 'A day, `YYYY-MM-DD`, not one to come. Absent: today.', example: '2026-11-30' },
      school: { description: 'Code of one school. Absent: every school that the reader sees.', example: 'T99' },
      class: { description: 'Only this class; the totals stay those of the school.', example: '301' },
    },
    answers: { 200: { says: 'The rate, and how it is defined.', schema: BINDING_RATE } },
    problems: ['not-found'],
  })
  async rate(
    @Session() session: SignedIn,
    @Query() query: Record<string, unknown>,
    @Req() request: Request,
  ): Promise<BindingRate | Answer> {
    const [school, classId] = [textOf(query, 'school'), textOf(query, 'class')];
    const day = dayOf(textOf(query, 'as_of'));
    const schoolId = schoolFor(session, school);
    const schools = await countedSchools(this.db, day, schoolId);
    if (school !== undefined && schools.length === 0) throw new HttpProblem('not-found');
    const found = bindingRate(day, schools, await classCounts(this.db, day, schoolId), classId);
    if (request.accepts(['application/json', 'text/csv']) !== 'text/csv') return found;
    const name = `binding-rate-${day}.csv`;
    const headers = {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
    };
    return new Answer(200, bindingRateCsv(found), headers);
  }
}

/** @throws HttpProblem for what is no day, or one to come */
function dayOf(text: string | undefined): string {
  const today = taipeiDay(new Date().toISOString());
  const day = text ?? today;
  if (!isDay(day) || day > today) throw wrongQuery('as_of', 'invalid-date');
  return day;
}

/** Another school looks as if it were not there. @throws HttpProblem */
function schoolFor({ role, schoolId }: SignedIn, asked: string | undefined): string | undefined {
  if (!OF_A_SCHOOL.includes(role)) return asked;
  if (asked !== undefined && asked !== schoolId) throw new HttpProblem('not-found');
  return schoolId;
}
