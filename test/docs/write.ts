/** What `npm run docs` runs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { generatedParts, withPart } from './generated-parts.js';
import { OPEN_API_FILE, openApiText } from './open-api-file.js';

for (const part of generatedParts) {
  write(part.file, part.name, withPart(readFileSync(part.file, 'utf8'), part));
}
write(OPEN_API_FILE, 'the document of the API', await openApiText());

function write(file: string, what: string, text: string): void {
  const isFresh = readFileSync(file, 'utf8') === text;
  if (!isFresh) writeFileSync(file, text);
  console.log(`${file}: ${what} ${isFresh ? 'is up to date' : 'was written'}`);
}
