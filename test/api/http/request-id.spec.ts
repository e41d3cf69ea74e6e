import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { assignRequestId } from '../../../src/api/http/answers/http-request-id.js';
import { currentRequestId } from '../../../src/logging/request-scope.js';

describe('the id of a request', () => {
  it.each([
    ['debug', true],
    ['log', false],
  ] as const)(
    'at LOG_LEVEL %s is told to the sender, and to lines that do not name their request: %s',
    (level, scoped) => {
      const told: string[] = [];
      const response = { setHeader: (_: string, value: string) => told.push(value) } as unknown as Response;
      let inScope: string | undefined;
      assignRequestId(level)({} as Request, response, () => {
        inScope = currentRequestId();
      });
      expect(told).toEqual([expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/)]);
      expect(inScope).toBe(scoped ? told[0] : undefined);
    },
  );
});
