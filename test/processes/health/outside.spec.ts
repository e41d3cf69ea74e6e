import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { HealthOfParts, isWell } from '../../../src/api/http/parts/part-health.js';
import { outside } from '../../../src/processes/health/outside.js';
import { ClamdDouble } from '../../support/clamd-double.js';

describe('servers that only some installations have', () => {
  let clamd: ClamdDouble;
  let mail: Server;

  beforeAll(async () => {
    clamd = await ClamdDouble.start();
    mail = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await clamd.stop().catch(() => undefined);
    mail.close();
  });

  const look = () => {
    const smtpUrl = `smtp://sender:secret@127.0.0.1:${port}`;
    return new HealthOfParts(outside({ smtpUrl, clamdAddress })).look();
  };
  let port = 0;
  let clamdAddress = '';

  it('are not asked where they are not configured', () => {
    expect(outside({})).toEqual({});
  });

  it('are well while they answer', async () => {
    ({ port } = mail.address() as AddressInfo);
    clamdAddress = clamd.address;
    expect(await look()).toEqual([
      { name: 'mail', status: 'ok' },
      { name: 'scanner', status: 'ok' },
    ]);
  });

  it('are named when they do not, with what that means, and are no reason to send everybody away', async () => {
    await clamd.stop();
    await new Promise((resolve) => mail.close(resolve));
    const parts = await look();
    expect(isWell(parts)).toBe(true);
    expect(parts).toEqual([
      { name: 'mail', status: 'impaired', detail: expect.stringContaining('cannot be sent') },
      { name: 'scanner', status: 'impaired', detail: expect.stringContaining('no evidence is taken') },
    ]);
  });
});
