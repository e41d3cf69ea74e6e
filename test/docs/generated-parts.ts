/** The parts of the documentation that are written from the code: between two comments that carry their name. */
import { answersTable } from '../domain/answers.js';
import { adrIndex } from './adr-index.js';
import { bindingEventsReference } from './events-reference.js';
import { problemPages } from './problem-pages.js';
import { configurationTable } from '../../src/config/configuration-table.js';

export interface GeneratedPart {
  /** From the root of the project. */
  readonly file: string;
  readonly name: string;
  text(): string;
}

export const generatedParts: readonly GeneratedPart[] = [
  { file: 'docs/operations.md', name: 'configuration', text: configurationTable },
  { file: 'docs/lifecycle.md', name: 'answers', text: answersTable },
  { file: 'docs/events.md', name: 'events', text: bindingEventsReference },
  { file: 'docs/adr/README.md', name: 'index', text: adrIndex },
  { file: 'docs/problems.md', name: 'problems', text: problemPages },
];

/** `document` with the part written anew. @throws Error when its two comments are not there */
export function withPart(document: string, { file, name, text }: GeneratedPart): string {
  const begin = `<!-- ${name}: written by npm run docs -->`;
  const end = `<!-- end of ${name} -->`;
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no place for ${name}: ${begin} … ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${text()}\n\n${document.slice(to)}`;
}
