/** Writes src/api/schema.d.ts from docs/openapi.json where that has changed. The file is made at each build and not committed: nobody can forget to renew it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';

const source = new URL('../../docs/openapi.json', import.meta.url);
const target = fileURLToPath(new URL('../src/api/schema.d.ts', import.meta.url));

const mark = `// Made from docs/openapi.json ${createHash('sha256').update(readFileSync(source)).digest('hex')}\n`;
if (!existsSync(target) || !readFileSync(target, 'utf8').startsWith(mark)) {
  writeFileSync(target, mark + astToString(await openapiTypescript(source)));
}
