import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../../src/config/environment.js';
import type { Variable } from '../../src/config/variable.js';
import { VARIABLES } from '../../src/config/variables.js';

function shown(env: NodeJS.ProcessEnv, name: string): string | null | undefined {
  return readEnvironment(env).variables.find((variable) => variable.name === name)?.shown;
}

describe('what may be shown of the configuration', () => {
  it('is every value that is no secret, and where it comes from', () => {
    const { variables } = readEnvironment({ PORT: '8080' });
    expect(variables.find(({ name }) => name === 'PORT')).toMatchObject({ source: 'environment', shown: '8080' });
    expect(variables.find(({ name }) => name === 'HOST')).toMatchObject({ source: 'default', shown: '127.0.0.1' });
    expect(variables.find(({ name }) => name === 'EVENTSTOREDB_URL')).toMatchObject({ source: 'absent', shown: null });
  });

  it('is of an address its host, never its user, password or options', () => {
    expect(shown({ DATABASE_URL: 'postgres://binding:s3cure@db:5432/binding?password=s3cure' }, 'DATABASE_URL')).toBe(
      'postgres://db:5432/binding',
    );
    expect(shown({ EVENTSTOREDB_URL: 'esdb://admin:s3cure@a:2113,b:2113?tls=true' }, 'EVENTSTOREDB_URL')).toBe(
      'esdb://a:2113,b:2113',
    );
    expect(shown({ DATABASE_URL: 'postgres://binding:s3c@ure/x@db/binding' }, 'DATABASE_URL')).not.toContain('ure');
  });

  it('is of a key nothing', () => {
    expect(shown({ MASTER_KEY: randomBytes(32).toString('base64') }, 'MASTER_KEY')).toBe('(hidden)');
  });
});

describe('every secret variable', () => {
  const secrets = Object.entries<Variable<unknown>>(VARIABLES).filter(([, { secret }]) => secret);

  it.each(secrets)('%s is read from the file that its _FILE variable names', (name, { kind }) => {
    const folder = mkdtempSync(join(tmpdir(), 'binding-secret-'));
    const file = join(folder, 'secret');
    const scheme = /^[a-z]+:\/\//.exec(kind)?.[0];
    writeFileSync(file, scheme ? `${scheme}user:s3cure@host` : randomBytes(32).toString('base64'));
    try {
      const read = readEnvironment({ [`${name}_FILE`]: file }).variables.find((variable) => variable.name === name);
      expect(read).toMatchObject({ source: 'file', problem: null });
      expect(read?.shown).not.toContain('s3cure');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
