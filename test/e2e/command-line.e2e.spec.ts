import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { PROGRAM } from '../support/whole-system.js';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  return promisify(execFile)(process.execPath, args, { env, timeout: 150_000, maxBuffer: 10_000_000 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Ended) => ({ code, stdout, stderr }),
  );
}

describe('the command line', () => {
  it.each([
    ['npm start', ['scripts/start.mjs'], 'DATA_DIR'],
    ['npm run demo', ['scripts/demo.mjs'], 'Exit code 0'],
    ['npm test', ['scripts/test.mjs'], 'integration'],
    ['main.js', [PROGRAM], 'projector'],
  ])(
    '%s --help explains itself and starts nothing',
    async (_name, command, mentions) => {
      const { code, stdout } = await run(...command, '--help');
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(mentions) });
    },
    60_000,
  );

  it('says no to a role that does not exist', async () => {
    expect(await run(PROGRAM, 'everything')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('main.js <role>'),
    });
  }, 30_000);

  it('names everything that a role lacks at once', async () => {
    const { code, stderr } = await run(PROGRAM, 'api');
    expect(code).toBe(1);
    for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'MASTER_KEY', 'INDEX_KEY', 'SSO_PEPPER']) {
      expect(stderr).toContain(name);
    }
  }, 30_000);

  it('npm run demo tells the whole story, checks the chain and leaves nothing', async () => {
    const { code, stdout, stderr } = await run('scripts/demo.mjs', '--quick');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const line of [
      '王大明: 導師審核 已通過, 單一身分驗證帳號 帳號已建立',
      '尹麗華: 待補正',
      '單一身分驗證帳號 已併入既有帳號',
      'the code comes back',
      'refused, own-child',
      '蔡文雄: 導師審核 不通過',
    ]) {
      expect(stdout).toContain(line);
    }
    expect(stdout.match(/events recomputed: intact/g)).toHaveLength(6);
    expect(stdout).toContain('nothing is left running');
  }, 150_000);
});
