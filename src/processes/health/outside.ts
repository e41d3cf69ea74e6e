/** Health of the servers that only some installations have: mail and the virus scanner. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Config } from '../../config/config.js';
import { Clamd } from '../../adapters/clamav/clamd.js';
import { Impaired, type Ask } from '../../api/http/parts/part-health.js';

const PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };
const ANSWER_MS = 2000;
const NOTHING = Buffer.from('nothing');

export function outside(config: Pick<Config, 'smtpUrl' | 'clamdAddress'>): Readonly<Record<string, Ask>> {
  const { smtpUrl, clamdAddress } = config;
  return {
    ...(smtpUrl !== undefined && { mail: () => assertListens(new URL(smtpUrl)) }),
    ...(clamdAddress !== undefined && { scanner: () => assertScans(clamdAddress) }),
  };
}

/** Only connects: some mail servers treat a client that greets every few seconds and sends nothing as an attack. */
async function assertListens({ hostname, port, protocol }: URL): Promise<void> {
  const socket = connect({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) || (PORTS[protocol] ?? 25) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(ANSWER_MS) });
  } catch {
    throw new Impaired('the mail server cannot be reached: codes for an address cannot be sent');
  } finally {
    socket.destroy();
  }
}

async function assertScans(address: string): Promise<void> {
  try {
    await new Clamd(address, ANSWER_MS).scan(NOTHING);
  } catch {
    throw new Impaired('the virus scanner does not answer: no evidence is taken');
  }
}
