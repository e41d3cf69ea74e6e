import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Access, FAMILY_OR_COUNTER, MIN_REVISION } from '../../http/access/access.js';
import { DATABASE } from '../../http/parts/tokens.js';
import type { Database } from '../../../adapters/postgres/database.js';
import type { Language } from '../../http/answers/language.js';
import { HttpProblem } from '../../http/problems/problem.js';
import { countOf } from '../../http/input/query.js';
import { tellRevision } from '../../http/answers/revision-headers.js';
import { Session, Speaks } from '../../http/access/signed-in.js';
import { Id } from '../../http/input/id-param.js';
import { findSchool } from '../../../people/roster/schools.js';
import type { SignedIn } from '../../../people/accounts/session-service.js';
import { CaseAccess } from '../../case/case-access.js';
import { CaseViews } from '../../case/case-views.js';
import { FORM, formPage, type FormView } from './form-page.js';
import { CASE_ID } from '../../commands/command-route.js';

@Controller('api/v1/bindings/:id/form')
export class FormController {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly access: CaseAccess,
    private readonly pages: CaseViews,
  ) {}

  @Get()
  @Access('read-application-form', {
    who: FAMILY_OR_COUNTER,
    tag: 'Binding',
    summary: '申請書: to print, sign and hand in, with the case number',
    description: 'From 確認送出 on. The values are those of the case page: full before 送出申請, masked afterwards.',
    path: CASE_ID,
    query: MIN_REVISION,
    answers: {
      200: { says: 'The values, and the lines of a plain print.', schema: FORM, revision: true },
    },
    problems: ['not-found', 'log-unavailable', 'wrong-stage'],
  })
  async read(
    @Id('id') id: string,
    @Session() session: SignedIn,
    @Speaks() language: Language,
    @Query() query: Record<string, unknown>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FormView> {
    const minRevision = countOf(query, 'min_revision');
    const document = await this.access.ofFamily(id, session, minRevision);
    const { state } = document;
    if (state.applicants.length === 0) throw new HttpProblem('wrong-stage');
    const [page, school] = await Promise.all([
      this.pages.show(document, { session, language }),
      findSchool(this.db, state.schoolId),
    ]);
    tellRevision(response, document.revision, minRevision);
    const named = school ?? { schoolId: state.schoolId, name: state.schoolId };
    return formPage(page, state, named, { language, now: new Date().toISOString() });
  }
}
