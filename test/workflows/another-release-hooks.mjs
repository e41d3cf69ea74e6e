/** Another shape of the state, another policy, another way of deriving agendas: whatever a release may change under open cases. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transformed } from '../support/typescript-hooks.mjs';

/** Of the state alone, no event has it; in a text it is part of a kind of deadline. */
const FIELD = /(?<![-'\w])reminder(?![-'\w])/g;

/** File → what is written otherwise there. */
const CHANGES = {
  'domain/binding/time/policy.ts': [
    ['unfinished: (from) => endOfCalendarDay(from, 30)', 'unfinished: (from) => endOfCalendarDay(from, 20)'],
  ],
  'domain/binding/time/periods.ts': [['review: 5,', 'review: 7,']],
  'domain/binding/agenda.ts': [['AGENDA_RULES = 1', 'AGENDA_RULES = 2']],
};

export async function load(url, context, next) {
  const file = url.startsWith('file:') ? fileURLToPath(url) : '';
  if (!/\/domain\/binding\/.*\.ts$/.test(file)) return next(url, context);
  return transformed(file, otherwise(file, await readFile(file, 'utf8')));
}

function otherwise(file, source) {
  const [, changes = []] = Object.entries(CHANGES).find(([path]) => file.endsWith(path)) ?? [];
  return changes
    .reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`${file} does not say: ${from}`);
      return text.replace(from, to);
    }, source)
    .replace(FIELD, 'nudge');
}
