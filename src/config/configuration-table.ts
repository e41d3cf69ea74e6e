/** The table of variables in docs/operations.md. */
import { VARIABLES } from './variables.js';
import type { Variable } from './variable.js';

/** Markdown, a row a variable, without a last line break. */
export function configurationTable(): string {
  const rows = Object.entries<Variable<unknown>>(VARIABLES).map(
    ([name, variable]) =>
      `| ${nameCell(name, variable)} | ${cell(variable.kind)} | ${defaultCell(variable)} | ${cell(variable.meaning)} |`,
  );
  return ['| variable | kind | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function nameCell(name: string, { secret }: Variable<unknown>): string {
  return secret ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``;
}

function defaultCell({ otherwise }: Variable<unknown>): string {
  if (otherwise === 'required') return '**required**';
  return otherwise === 'optional' ? 'none' : `\`${otherwise.text}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}
