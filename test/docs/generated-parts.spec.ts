import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { generatedParts, withPart } from './generated-parts.js';

describe('the generated part of the documentation', () => {
  it.each(generatedParts.map((part) => [part.file, part.name, part] as const))(
    '%s, %s is fresh (else: npm run docs)',
    (file, _name, part) => {
      const document = readFileSync(file, 'utf8');
      expect(document).toBe(withPart(document, part));
    },
  );
});
