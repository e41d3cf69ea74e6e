import { describe, expect, it } from '@jest/globals';
import { problemOf } from '../../../src/api/http/problems/problem-filter.js';
import { HttpProblem, problemBody } from '../../../src/api/http/problems/problem.js';
import { findProblemText, problemCodes, PROBLEM_TABLES } from '../../../src/api/http/problems/problem-texts.js';

describe('the list of codes', () => {
  it('has each code in one table only', () => {
    const all = Object.values(PROBLEM_TABLES).flatMap((table) => Object.keys(table));
    expect(all.filter((code, i) => all.indexOf(code) !== i)).toEqual([]);
    expect(problemCodes().toSorted()).toEqual(all.toSorted());
    expect(all.length).toBeGreaterThan(70);
  });

  it.each(problemCodes())('says in both languages what %s means and what to do', (code) => {
    const text = findProblemText(code)!;
    for (const part of [text.title, text.meaning, text.cure]) {
      expect(part['zh-TW']).toMatch(/\p{Script=Han}/u);
      expect(part.en).toMatch(/[a-z]{3}/);
    }
  });
});

describe('a problem', () => {
  it('tells a bug from everything expected, and never what a bug said', () => {
    const body = problemBody(problemOf(new Error('王大明 A111111113')), 'en', 'urn:uuid:x');
    expect(body).toMatchObject({ status: 500, code: 'internal-error', instance: 'urn:uuid:x' });
    expect(JSON.stringify(body)).not.toContain('A111111113');
  });

  it('lists the fields at fault with a sentence each', () => {
    const problem = new HttpProblem('invalid-body', {
      errors: [{ pointer: '/applicants/0/idNumber', code: 'invalid-id-number' }],
    });
    expect(problemBody(problem, 'zh-TW', 'x').errors).toEqual([
      {
        pointer: '/applicants/0/idNumber',
        code: 'invalid-id-number',
        detail: expect.stringContaining('身分證統一編號'),
      },
    ]);
  });
});
