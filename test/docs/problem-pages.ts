/** docs/problems.md: what each code means, how to cure it, which rules refuse with it and which routes answer it. */
import { COMMAND_TYPES, refusalsOf } from '../../domain/binding/decide.js';
import { routes } from '../../src/api/features.js';
import { problemsOf } from '../../src/api/http/access/access.js';
import { problemCodes, problemText, type ProblemCode } from '../../src/api/http/problems/problem-texts.js';

/** A code that more routes than this can answer is one of the edge: its routes are told by their number. */
const MOST_LISTED = 12;

export function problemPages(): string {
  return problemCodes().toSorted().map(pageOf).join('\n\n');
}

function pageOf(code: string): string {
  const { status, title, meaning, cure } = problemText(code as ProblemCode);
  return [
    `## ${code}`,
    `${status}. ${title.en}. ${title['zh-TW']}`,
    [
      `- Meaning: ${meaning.en} ${meaning['zh-TW']}`,
      `- Cure: ${cure.en} ${cure['zh-TW']}`,
      ...listed('Rules', rulesWith(code)),
      ...listed('Routes', routesWith(code)),
    ].join('\n'),
  ].join('\n\n');
}

function listed(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  return [`- ${what}: ${names.length > MOST_LISTED ? `${names.length} of them` : names.join(', ')}`];
}

function rulesWith(code: string): readonly string[] {
  return COMMAND_TYPES.filter((type) => refusalsOf(type).some((one) => one === code));
}

function routesWith(code: string): readonly string[] {
  return routes()
    .filter(({ access }) => problemsOf(access).some((one) => one === code))
    .map(({ address }) => `\`${address}\``);
}
