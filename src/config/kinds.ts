/** The kinds of variables that there are. */
import { isIP } from 'node:net';
import type { Reading, Variable } from './variable.js';

const KEY_BYTES = 32;
/** What sample files and tutorials write where a secret belongs. */
const PLACEHOLDER = /change[-_ ]?(me|this)|placeholder|example|your[-_ ]|<.*>|\bsecret\b|\bpassword\b|x{4,}|todo/i;
const PLACEHOLDER_IN_URL = /change[-_ ]?(me|this)|placeholder|<.*>/i;
const HOW_TO_MAKE_ONE = 'make one with `openssl rand -base64 32`';
const HIDDEN = '(hidden)';

export function text(meaning: string, otherwise: string, kind = 'text'): Variable<string> {
  return open({ kind, meaning, otherwise: { text: otherwise }, read: (value) => ({ value }) });
}

export function port(meaning: string, otherwise?: number): Variable<number> {
  return open({
    kind: 'port, 0 to 65535',
    meaning,
    otherwise: otherwise === undefined ? 'required' : { text: String(otherwise) },
    read: (value) =>
      /^\d{1,5}$/.test(value) && Number(value) <= 65_535
        ? { value: Number(value) }
        : { problem: 'must be a port number, 0 to 65535' },
  });
}

export function oneOf<T extends string>(meaning: string, allowed: readonly T[], otherwise: T): Variable<T> {
  return open({
    kind: allowed.join(', '),
    meaning,
    otherwise: { text: otherwise },
    read(value) {
      const found = allowed.find((one) => one === value);
      return found === undefined ? { problem: `must be one of ${allowed.join(', ')}` } : { value: found };
    },
  });
}

/** Whole seconds. */
export function seconds(meaning: string, least: number, most: number, otherwise: number): Variable<number> {
  return open({
    kind: `seconds, ${least} to ${most}`,
    meaning,
    otherwise: { text: String(otherwise) },
    read: (value) =>
      /^\d{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most
        ? { value: Number(value) }
        : { problem: `must be whole seconds, ${least} to ${most}` },
  });
}

/** `host:port`. */
export function address(meaning: string): Variable<string> {
  return open({
    kind: 'host:port',
    meaning,
    otherwise: 'required',
    read: (value) =>
      /^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/.test(value) ? { value } : { problem: 'must be host:port' },
  });
}

/** A limit; 0 lifts it. */
export function limit(meaning: string, otherwise: number): Variable<number> {
  return open({
    kind: 'whole number, 0 for none',
    meaning,
    otherwise: { text: String(otherwise) },
    read: (value) =>
      /^\d{1,7}$/.test(value) ? { value: Number(value) } : { problem: 'must be a whole number, 0 to 9999999' },
  });
}

/** Addresses and networks (CIDR), with commas between them. */
export function networks(meaning: string): Variable<readonly string[]> {
  return open({ kind: 'addresses or networks, with commas', meaning, otherwise: 'optional', read: readNetworks });
}

/** An address that may hold a password: of it, `config check` shows scheme, host and path only. */
export function url(meaning: string, schemes: readonly string[], hint = ''): Variable<string> {
  const starts = schemes.map((one) => `${one}://`);
  return {
    kind: `${starts.join('… or ')}…`,
    meaning,
    secret: true,
    otherwise: 'required',
    read: (value) => readUrl(value, starts, hint),
    show: withoutCredentials,
  };
}

/** 32 random bytes in base64. */
export function key(meaning: string): Variable<Buffer> {
  return {
    kind: '32 bytes in base64',
    meaning,
    secret: true,
    otherwise: 'required',
    read: readKey,
    show: () => HIDDEN,
  };
}

function open<T>(variable: Omit<Variable<T>, 'secret' | 'show'>): Variable<T> {
  return { ...variable, secret: false, show: (value) => value };
}

function readNetworks(value: string): Reading<readonly string[]> {
  const parts = value.split(',').map((part) => part.trim());
  if (!parts.every(isNetwork)) return { problem: 'must be IP addresses or networks such as 10.0.0.0/8' };
  if (parts.some((part) => part.endsWith('/0'))) return { problem: 'must not trust every address' };
  return { value: parts };
}

function isNetwork(part: string): boolean {
  const [, host = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(part) ?? [];
  const longest = { 4: 32, 6: 128 }[isIP(host)];
  return longest !== undefined && Number(prefix ?? 0) <= longest;
}

function readUrl(value: string, starts: readonly string[], hint: string): Reading<string> {
  const found = starts.some((start) => value.startsWith(start) && value.length > start.length);
  if (!found) return { problem: `must start with ${starts.join(' or ')}${hint}` };
  const password = /^[^/]+\/\/[^/]*:([^@/]*)@/.exec(value)?.[1];
  if (password !== undefined && PLACEHOLDER_IN_URL.test(decoded(password)))
    return { problem: 'still has a placeholder for its password' };
  return { value };
}

function readKey(value: string): Reading<Buffer> {
  const bytes = Buffer.from(value, 'base64');
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(value);
  if (bytes.length !== KEY_BYTES && PLACEHOLDER.test(value))
    return { problem: `is still a placeholder: ${HOW_TO_MAKE_ONE}` };
  if (!isBase64 || bytes.length !== KEY_BYTES) return { problem: `must be 32 bytes in base64: ${HOW_TO_MAKE_ONE}` };
  if (new Set(bytes).size < 8 || isText(bytes)) return { problem: `is not random: ${HOW_TO_MAKE_ONE}` };
  return { value: bytes };
}

/** 32 random bytes are never all printable: somebody encoded a phrase. */
function isText(bytes: Buffer): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
}

/** Nothing of an address that could be read in two ways. */
function withoutCredentials(value: string): string {
  const [, scheme, hosts = '', path = ''] =
    /^([a-z+]+):\/\/(?:[^@]*@)?([^/?@]+)(\/[^?@]*)?(?:\?[^@]*)?$/.exec(value) ?? [];
  return scheme === undefined ? HIDDEN : `${scheme}://${hosts}${path}`;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
