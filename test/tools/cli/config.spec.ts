import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { cli } from './cli.js';

const complete = {
  DATABASE_URL: 'postgres://binding:s3cure@db:5432/binding',
  TEMPORAL_ADDRESS: 'temporal:7233',
  MASTER_KEY: randomBytes(32).toString('base64'),
  INDEX_KEY: randomBytes(32).toString('base64'),
  SSO_PEPPER: randomBytes(32).toString('base64'),
  EMBEDDED: 'on',
};

describe('cli config check', () => {
  it('shows every variable and where it comes from, but no secret', async () => {
    const { code, out, err } = await cli(complete, 'config', 'check');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^PORT +3000 +default$/m);
    expect(out).toMatch(/^DATABASE_URL +postgres:\/\/db:5432\/binding +environment$/m);
    expect(out).toMatch(/^MASTER_KEY +\(hidden\) +environment$/m);
    for (const secret of ['s3cure', complete.MASTER_KEY, complete.INDEX_KEY]) expect(out).not.toContain(secret);
  });

  it('says everything that is wrong at once, beside what is right', async () => {
    const { code, out, err } = await cli(
      { ...complete, PORT: 'http', MASTER_KEY: 'change-me', TEMPORAL_ADDRESS: '' },
      'config',
      'check',
    );
    expect(code).toBe(1);
    expect(out).toMatch(/^PORT +\(wrong\) +environment$/m);
    expect(out).toMatch(/^LOG_LEVEL +log +default$/m);
    for (const name of ['PORT', 'MASTER_KEY', 'TEMPORAL_ADDRESS']) expect(err).toContain(`- ${name} `);
    expect(err).not.toContain('change-me');
  });
});
