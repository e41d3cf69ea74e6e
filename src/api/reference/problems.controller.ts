import { Controller, Get, Param } from '@nestjs/common';
import { bilingual, named, shape, text, whole, type ViewOf } from '../http/answers/shape.js';
import { Access } from '../http/access/access.js';
import { HttpProblem } from '../http/problems/problem.js';
import { findProblemText } from '../http/problems/problem-texts.js';

const PAGE = named(
  'ProblemPage',
  shape({
    code: text('dossier-changed'),
    status: whole(409),
    title: bilingual('申請資料已變更'),
    meaning: bilingual('…'),
    cure: bilingual('…'),
  }),
);

@Controller('api/v1/problems')
export class ProblemsController {
  @Get(':code')
  @Access('explain-problem', {
    who: 'anyone',
    tag: 'Reference',
    summary: 'What a problem code means and how to cure it',
    path: { code: { description: 'A code from a problem+json answer.', example: 'dossier-changed' } },
    answers: { 200: { says: 'The page of the code, in both languages.', schema: PAGE } },
    problems: ['not-found'],
  })
  explain(@Param('code') code: string): ViewOf<typeof PAGE> {
    const found = findProblemText(code);
    if (!found) throw new HttpProblem('not-found');
    return { code, ...found };
  }
}
