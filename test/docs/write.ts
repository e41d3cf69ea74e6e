/** What `npm run docs` runs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { generatedParts, withPart } from './generated-parts.js';

for (const part of generatedParts) {
  const before = readFileSync(part.file, 'utf8');
  const after = withPart(before, part);
  if (after !== before) writeFileSync(part.file, after);
  console.log(`${part.file}: ${part.name} ${after === before ? 'is as it should be' : 'written'}`);
}
