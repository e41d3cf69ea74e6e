import { Controller, Get, Param } from '@nestjs/common';
import { Access } from '../http/access/access.js';
import { HttpProblem } from '../http/problems/problem.js';
import { findProblemText } from '../http/problems/problem-texts.js';
import type { ProblemText } from '../http/problems/codes/problem-text.js';

@Controller('api/v1/problems')
export class ProblemsController {
  @Get(':code')
  @Access('explain-problem', {
    who: 'anyone',
    tag: 'Reference',
    summary: 'What a problem code means and how to cure it',
    path: { code: { description: 'A code from a problem+json answer.', example: 'dossier-changed' } },
    answers: { 200: { says: 'The page of the code, in both languages.', schema: 'ProblemPage' } },
    problems: ['not-found'],
  })
  explain(@Param('code') code: string): ProblemText & { code: string } {
    const text = findProblemText(code);
    if (!text) throw new HttpProblem('not-found');
    return { code, ...text };
  }
}
