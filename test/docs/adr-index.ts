/** The index in docs/adr/README.md, made from the heads of the records. */
import { readFileSync, readdirSync } from 'node:fs';

export interface Record {
  readonly file: string;
  readonly text: string;
  readonly number: number;
  readonly title: string;
  readonly status: string;
}

/** In the order of their numbers. @throws Error where a head has another form */
export function records(): readonly Record[] {
  return readdirSync('docs/adr')
    .filter((file) => /^\d{4}-/.test(file))
    .toSorted()
    .map((file) => {
      const text = readFileSync(`docs/adr/${file}`, 'utf8');
      const [, number, title, status] = /^# (\d+)\. (.+)\n\nStatus: (.+)\n/.exec(text) ?? [];
      if (!number || !title || !status) throw new Error(`${file} begins with "# N. Title" and a line "Status: ..."`);
      return { file, text, number: Number(number), title, status };
    });
}

export function adrIndex(): string {
  const rows = records().map(({ file, number, title, status }) => `| ${number} | [${title}](${file}) | ${status} |`);
  return ['| no. | decision | status |', '| --- | --- | --- |', ...rows].join('\n');
}
