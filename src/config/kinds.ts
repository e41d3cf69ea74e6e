/** The kinds of variables: a schema of zod each, and how the documentation names it. */
import { isIP } from 'node:net';
import { z } from 'zod';
import type { Variable } from './variable.js';

const KEY_BYTES = 32;
/** What sample files and tutorials write where a secret belongs. */
const PLACEHOLDER = /change[-_ ]?(me|this)|placeholder|example|your[-_ ]|<.*>|\bsecret\b|\bpassword\b|x{4,}|todo/i;
const PLACEHOLDER_IN_URL = /change[-_ ]?(me|this)|placeholder|<.*>/i;
const HOW_TO_MAKE_ONE = 'make one with `openssl rand -base64 32`';
const HIDDEN = '(hidden)';

export function text(meaning: string, otherwise: string, kind = 'text'): Variable<string> {
  return open({ kind, meaning, otherwise: { text: otherwise }, schema: z.string() });
}

export function port(meaning: string, otherwise?: number): Variable<number> {
  return open({
    kind: 'port, 0 to 65535',
    meaning,
    otherwise: otherwise === undefined ? 'required' : { text: String(otherwise) },
    schema: wholeNumber(0, 65_535, 'must be a port number, 0 to 65535'),
  });
}

export function oneOf<T extends string>(meaning: string, allowed: readonly T[], otherwise: T): Variable<T> {
  const schema = z.string().pipe(z.enum(allowed, { error: `must be one of ${allowed.join(', ')}` }));
  return open<T>({ kind: allowed.join(', '), meaning, otherwise: { text: otherwise }, schema });
}

/** Whole seconds. */
export function seconds(meaning: string, least: number, most: number, otherwise: number): Variable<number> {
  return open({
    kind: `seconds, ${least} to ${most}`,
    meaning,
    otherwise: { text: String(otherwise) },
    schema: wholeNumber(least, most, `must be whole seconds, ${least} to ${most}`),
  });
}

/** `host:port`. */
export function address(meaning: string): Variable<string> {
  const schema = z.string().regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/, 'must be host:port');
  return open({ kind: 'host:port', meaning, otherwise: 'required', schema });
}

/** A limit; 0 lifts it. @param least of those that are not 0 */
export function limit(meaning: string, otherwise: number, least = 1): Variable<number> {
  const error =
    least === 1 ? 'must be a whole number, 0 to 9999999' : `must be 0, or a whole number from ${least} to 9999999`;
  return open({
    kind: least === 1 ? 'whole number, 0 for none' : `whole number from ${least}, 0 for none`,
    meaning,
    otherwise: { text: String(otherwise) },
    schema: wholeNumber(0, 9_999_999, error).refine((value) => value === 0 || value >= least, error),
  });
}

/** Addresses and networks (CIDR), with commas between them. */
export function networks(meaning: string): Variable<readonly string[]> {
  const schema = z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .refine((parts) => parts.every(isNetwork), {
      error: 'must be IP addresses or networks such as 10.0.0.0/8',
      abort: true,
    })
    .refine((parts) => !parts.some((part) => part.endsWith('/0')), 'must not trust every address');
  return open({ kind: 'addresses or networks, with commas', meaning, otherwise: 'optional', schema });
}

/** An address that may hold a password: of it, `config check` shows scheme, host and path only. */
export function url(meaning: string, schemes: readonly string[], hint = ''): Variable<string> {
  const starts = schemes.map((one) => `${one}://`);
  const schema = z
    .string()
    .refine((value) => starts.some((start) => value.startsWith(start) && value.length > start.length), {
      error: `must start with ${starts.join(' or ')}${hint}`,
      abort: true,
    })
    .refine((value) => !hasPlaceholderPassword(value), 'still has a placeholder for its password');
  return {
    kind: `${starts.join('… or ')}…`,
    meaning,
    secret: true,
    otherwise: 'required',
    schema,
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
    schema: keySchema,
    show: () => HIDDEN,
  };
}

/** Several of 32 random bytes in base64, with commas between them; the first is the one in use. */
export function keys(meaning: string, most: number): Variable<readonly Buffer[]> {
  const schema = z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(keySchema).max(most, `has at most ${most} keys`));
  return {
    kind: `32 bytes in base64, ${most} at most, with a comma`,
    meaning,
    secret: true,
    otherwise: 'required',
    schema,
    show: () => HIDDEN,
  };
}

/** `https://host` or `http://host`, with a port where it has one. */
export function origin(meaning: string): Variable<string> {
  return open({ kind: 'https://host', meaning, otherwise: 'required', schema: originSchema });
}

/** The same, several with commas between them. */
export function origins(meaning: string): Variable<readonly string[]> {
  const schema = z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(originSchema));
  return open({ kind: 'https://host:port, with commas', meaning, otherwise: 'required', schema });
}

function open<T>(variable: Omit<Variable<T>, 'secret' | 'show'>): Variable<T> {
  return { ...variable, secret: false, show: (value) => value };
}

function wholeNumber(least: number, most: number, error: string): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^\d{1,7}$/, error)
    .transform(Number)
    .refine((value) => value >= least && value <= most, error);
}

const originSchema = z
  .string()
  .refine(
    (value) => {
      const parsed = URL.parse(value);
      if (parsed === null || !/^https?:$/.test(parsed.protocol)) return false;
      return [parsed.origin, `${parsed.origin}/`].includes(value);
    },
    { error: 'must be https://host, without a path', abort: true },
  )
  .transform((value) => new URL(value).origin);

const keySchema = z.string().transform((value, context) => {
  const bytes = Buffer.from(value, 'base64');
  const problem = problemOfKey(value, bytes);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: `${problem}: ${HOW_TO_MAKE_ONE}` });
  return bytes;
});

function problemOfKey(value: string, bytes: Buffer): string | undefined {
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(value);
  if (bytes.length !== KEY_BYTES && PLACEHOLDER.test(value)) return 'is still a placeholder';
  if (!isBase64 || bytes.length !== KEY_BYTES) return 'must be 32 bytes in base64';
  return new Set(bytes).size < 8 || isText(bytes) ? 'is not random' : undefined;
}

function hasPlaceholderPassword(value: string): boolean {
  const password = /^[^/]+\/\/[^/]*:([^@/]*)@/.exec(value)?.[1];
  return password !== undefined && PLACEHOLDER_IN_URL.test(decoded(password));
}

function isNetwork(part: string): boolean {
  const [, host = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(part) ?? [];
  const longest = { 4: 32, 6: 128 }[isIP(host)];
  return longest !== undefined && Number(prefix ?? 0) <= longest;
}

/** 32 random bytes are never all printable: such a key is an encoded phrase. */
function isText(bytes: Buffer): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
}

/** Hidden as a whole where the address can be read in two ways. */
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
