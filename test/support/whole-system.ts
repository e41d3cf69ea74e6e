/** The whole system for the end-to-end and fault tests: the build, run as `npm start` runs it. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from '@jest/globals';
import { checkStream } from '../../src/api/audit/check-stream.js';
import { checkChain } from '../../src/tools/demo/chain-check.js';
import { signInStaff, type StoredEventView } from '../../src/tools/demo/office.js';
import { bindingStream } from '../../workflows/names.js';

/** scripts/test.mjs builds it before this tier. */
export const PROGRAM = resolve('dist/src/main.js');

/** What the log holds for one parent who was approved, in order. */
export const PLAIN_PATH: readonly string[] = [
  'BindingRequestOpened',
  'StudentInfoConfirmed',
  'ConsentGiven',
  'ApplicationFilled',
  'SignedConsentSent',
  'ApplicantApproved',
  'AccountCreationStarted',
  'AccountCreated',
  'BindingRequestClosed',
];

/** Nothing lost, nothing twice: the log of the case is exactly the plain path, gapless, with an intact chain. */
export async function expectPlainPath(address: string, id: string): Promise<void> {
  const auditor = await signInStaff(address, 'auditor');
  const { items } = await auditor.get<{ items: StoredEventView[] }>(`/audit/bindings/${id}/events?form=stored`);
  expect(items.map(({ type }) => type)).toEqual(PLAIN_PATH);
  expect(items.map(({ revision }) => revision)).toEqual(PLAIN_PATH.map((_, index) => index));
  expect(new Set(items.map((event) => event.id)).size).toBe(items.length);
  // The approval appends two events, the account's outcome two more; every other command appends one.
  expect(new Set(items.map(({ metadata }) => metadata['commandId'])).size).toBe(items.length - 2);
  expect(checkChain(items)).toEqual(expect.objectContaining({ intact: true }));
  expect(checkStream(bindingStream(id), items)).toBeUndefined();
}

/** Processes that were started for the data directory and still run, by what /proc tells of their command or environment. */
export function processesOf(dataDirectory: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(
      (pid) =>
        !isZombie(pid) && [read(pid, 'cmdline'), read(pid, 'environ')].some((text) => text.includes(dataDirectory)),
    )
    .map((pid) => `${pid} ${read(pid, 'cmdline').replaceAll('\0', ' ')}`);
}

function isZombie(pid: string): boolean {
  return / [ZX] /.test(read(pid, 'stat').slice(read(pid, 'stat').lastIndexOf(')')));
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
