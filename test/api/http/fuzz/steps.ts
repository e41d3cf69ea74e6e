/** One request as it is drawn, and as it goes out. */
import * as fc from 'fast-check';
import { bodyOf, hostile, plainBodyOf, textOf, type Body } from './bodies.js';
import { OPERATIONS, type Operation } from './document.js';
import type { Kind, Memory } from './memory.js';
import { NAMES, namesOf } from './people.js';

export type Step =
  | {
      readonly kind: 'call';
      readonly who: string;
      readonly operation: Operation;
      readonly path: readonly Choice[];
      readonly query: readonly (Choice | null)[];
      readonly body: Body;
      readonly file: File;
      readonly key: 'fresh' | 'used' | 'none' | 'wrong' | 'twice';
      readonly ifMatch: 'none' | 'any' | 'seen' | 'wrong';
      readonly language: string | null;
      readonly origin: 'none' | 'own' | 'foreign';
      readonly n: number;
    }
  | { readonly kind: 'again'; readonly n: number }
  /** What the page says may be done next, done as it should be: so that what is drawn meets cases at every stage. */
  | { readonly kind: 'next'; readonly who: string; readonly n: number };

/** Of a parameter: something known, or something drawn. */
interface Choice {
  readonly from: 'known' | 'random' | 'hostile';
  readonly n: number;
  readonly hostile: unknown;
}

type File = (typeof FILES)[number];
const FILES = ['pdf', 'png', 'text', 'empty', 'eicar', 'two', 'other-part', 'none'] as const;

const choice: fc.Arbitrary<Choice> = fc.record({
  from: fc.oneof(
    { weight: 10, arbitrary: fc.constant('known' as const) },
    fc.constantFrom('random' as const, 'hostile' as const),
  ),
  n: fc.nat(12),
  hostile,
});

const call = fc.constantFrom(...OPERATIONS).chain((operation) => callOf(operation));

export type Call = Extract<Step, { kind: 'call' }>;

function callOf(operation: Operation): fc.Arbitrary<Call> {
  return fc.record({
    kind: fc.constant('call' as const),
    who: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...namesOf(operation.who)) },
      { weight: 1, arbitrary: fc.constantFrom(...NAMES) },
    ),
    operation: fc.constant(operation),
    path: fc.tuple(choice, choice, choice),
    query: fc.array(fc.option(choice), { minLength: operation.query.length, maxLength: operation.query.length }),
    body: bodyOf(operation),
    file: fc.constantFrom(...FILES),
    key: weighted('fresh', 'used', 'none', 'wrong', 'twice'),
    ifMatch: weighted('none', 'any', 'seen', 'wrong'),
    language: fc.constantFrom(null, 'en', 'zh-TW', 'zh;q=0.1, en', 'x'.repeat(300), '*'),
    origin: weighted('none', 'own', 'foreign'),
    n: fc.nat(40),
  });
}

/** A call as its documentation shows it. */
export function plainCall(operation: Operation, who: string, n: number): Call {
  const usual: Choice = { from: 'known', n: 0, hostile: null };
  const [body = { kind: 'json' as const, template: {}, mutations: [] }] = fc.sample(plainBodyOf(operation), {
    seed: n,
    numRuns: 1,
  });
  return {
    kind: 'call',
    who,
    operation,
    path: [usual],
    query: [],
    body,
    file: n % 2 === 0 ? 'png' : 'pdf',
    key: 'fresh',
    ifMatch: 'none',
    language: null,
    origin: 'none',
    n: 0,
  };
}

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: call },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), n: fc.nat(30) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('next' as const), who: fc.constantFrom(...NAMES), n: fc.nat(99) }),
  },
);

function weighted<T extends string>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
}

export interface Outgoing {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData | undefined;
}

/** @param origin of the API's own pages */
export function outgoing(drawn: Call, memory: Memory, origin: string): Outgoing {
  const { operation, body } = drawn;
  const hasBody = operation.method !== 'GET' && operation.method !== 'DELETE';
  const isUpload = operation.takesFile && body.kind === 'json';
  return {
    url: `${pathOf(drawn, memory)}${queryOf(drawn, memory)}`,
    headers: {
      ...keyHeader(drawn, memory),
      ...matchHeader(drawn, memory),
      ...(drawn.language !== null && { 'accept-language': drawn.language }),
      ...(drawn.origin !== 'none' && { origin: drawn.origin === 'own' ? origin : 'https://evil.example' }),
      ...(hasBody && !isUpload && typeHeader(body)),
    },
    body: !hasBody ? undefined : isUpload ? formOf(drawn.file) : body.kind === 'raw' ? body.text : textOf(body, memory),
  };
}

function typeHeader(body: Body): Record<string, string> {
  const type = body.kind === 'raw' ? body.contentType : 'application/json';
  return type === null ? {} : { 'content-type': type };
}

const IN_PATH: Readonly<Record<string, Kind>> = {
  id: 'binding',
  bindingId: 'binding',
  applicantId: 'applicant',
  evidenceId: 'evidence',
  commandId: 'command',
  code: 'district',
};

function pathOf({ operation: { path, name }, path: choices }: Call, memory: Memory): string {
  let i = 0;
  // An applicant goes with the case it was seen in.
  const applicantId = memory.pick('applicant', choices[0]?.n ?? 0);
  const bindingId = path.includes('{applicantId}') && applicantId ? memory.caseOf(applicantId) : undefined;
  return path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => {
    const chosen = choices[i++ % choices.length] as Choice;
    if (chosen.from === 'hostile') return inPath(chosen.hostile);
    if (chosen.from === 'known' && parameter === 'applicantId' && bindingId) return applicantId ?? '';
    if (chosen.from === 'known' && IN_PATH[parameter] === 'binding' && bindingId) return bindingId;
    const kind = name.includes('account') ? 'applicant' : IN_PATH[parameter];
    const value = chosen.from === 'known' && kind ? memory.pick(kind, chosen.n) : undefined;
    if (parameter === 'version') return '2020-08-20-r1';
    if (name === 'explain-problem') return ['forbidden', 'wrong-stage', 'required', 'toString'][chosen.n % 4] ?? '';
    return value ?? '0d6c8c1e-2b1f-4a83-9f43-6d8a6b1c2f10';
  });
}

/** One segment that no client folds away: an empty one or dots would be another address. */
function inPath(value: unknown): string {
  const text = written(value).slice(0, 500);
  return /^\.{0,2}$/.test(text) ? '%E0%A4%A' : encodeURIComponent(wellFormed(text));
}

/** Not every object can be made a text of. */
function written(value: unknown): string {
  return String(typeof value === 'object' ? JSON.stringify(value) : value);
}

/** Half a character has no form in an address. */
function wellFormed(text: string): string {
  return text.replaceAll(/[\ud800-\udfff]/gu, '\ufffd');
}

const IN_QUERY: Readonly<Record<string, readonly string[]>> = {
  min_revision: ['0', '1', '4', '99', '999999999999999', '2147483648'],
  revision: ['0', '1', '4', '99', '999999999999999'],
  as_of: ['2026-11-30', '2999-12-31', '1000-01-01T00:00:00+23:59', '2026-01-01T00:00:00Z'],
  from: ['2026-01-01', '1000-01-01', '2026-11-25T00:00:00.000Z'],
  to: ['2026-12-31', '2999-12-31T23:59:59-23:59'],
  status: ['all', 'approved', 'pending-review', 'withdrawn'],
  class: ['301', '999'],
  outcome: ['completed', 'refused'],
  form: ['stored'],
  type: ['BindingRequestOpened', 'ApplicantApproved'],
};
/** Cursors that look like ours. */
const CURSORS = [
  ['9'],
  ['\0'],
  [null, '2026-11-25T00:00:00.000Z', 'x', 'y'],
  ['0000-01-01T00:00:00.000Z', 'x'],
  ['2026-02-31T00:00:00.000Z', 'x'],
  [-1],
  [{}],
].map((place) => Buffer.from(JSON.stringify(place)).toString('base64url'));

function queryOf({ operation, query, n }: Call, memory: Memory): string {
  const search = new URLSearchParams();
  operation.query.forEach(({ name }, i) => {
    const chosen = query[i];
    if (!chosen) return;
    if (chosen.from === 'hostile') search.append(name, wellFormed(written(chosen.hostile)).slice(0, 2_000));
    else search.append(name, queryValue(name, chosen, memory));
  });
  if (n === 1) search.append('surplus', '1');
  if (n === 2 && operation.query[0]) search.append(operation.query[0].name, '1');
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function queryValue(name: string, { from, n }: Choice, memory: Memory): string {
  const values = IN_QUERY[name];
  if (values) return values[n % values.length] ?? '';
  if (name === 'actor') return 'system';
  const cursor = from === 'known' ? memory.pick('cursor', n) : undefined;
  return cursor ?? CURSORS[n % CURSORS.length] ?? '';
}

function keyHeader({ operation, key, n }: Call, memory: Memory): Record<string, string> {
  if (!operation.takesKey || key === 'none') return {};
  const used = memory.pick('key', n);
  if (key === 'used' && used !== undefined) return { 'idempotency-key': used };
  const fresh = crypto.randomUUID();
  memory.remember('key', fresh);
  if (key === 'twice') return { 'idempotency-key': `${fresh}, ${fresh}` };
  return { 'idempotency-key': key === 'wrong' ? 'cnry00000001' : fresh };
}

function matchHeader({ operation, ifMatch, n }: Call, memory: Memory): Record<string, string> {
  if (!operation.takesIfMatch || ifMatch === 'none') return {};
  if (ifMatch === 'any') return { 'if-match': '*' };
  return { 'if-match': ifMatch === 'seen' ? (memory.pick('etag', n) ?? '"0"') : 'W/"cnry00000002", "x' };
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const EICAR = ['X5O!P%@AP[4', String.raw`\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`].join('');
const CONTENT: Readonly<Record<string, Uint8Array | string>> = {
  pdf: '%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n',
  png: PNG,
  text: 'cnry00000003',
  empty: '',
  eicar: EICAR,
};

function formOf(file: File): FormData {
  const form = new FormData();
  const blob = new Blob([(CONTENT[file] ?? PNG) as string]);
  if (file !== 'none') form.append(file === 'other-part' ? 'cnry00000004' : 'file', blob, 'cnry00000005.png');
  if (file === 'two') form.append('file', blob, 'b.png');
  return form;
}
