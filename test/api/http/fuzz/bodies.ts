/** Bodies from schemas: right, nearly right and hostile. */
import * as fc from 'fast-check';
import { followed, type Operation, type Schema } from './document.js';
import type { Kind, Memory } from './memory.js';

/** Stands in a body for what is only known when it is sent. */
class Known {
  constructor(readonly of: (memory: Memory) => unknown) {}
}

const known = (kind: Kind) =>
  fc.nat(20).map((n) => new Known((memory) => memory.pick(kind, n) ?? '0d6c8c1e-2b1f-4a83-9f43-6d8a6b1c2f10'));

/** In an error none of these may come back, nor may ID numbers, mobiles and addresses. */
export const CANARY = /cnry[0-9a-f]{8}|[A-Z][0-9A-Z]\d{8}|09\d{8}|[\w.]+@example\.org/g;
const canary = fc.nat(0xffffffff).map((n) => `cnry${n.toString(16).padStart(8, '0')}`);

const ID_NUMBERS = ['A111111113', 'S103929197', 'F200000035', 'A223456781', 'A223456772', 'A800000014', 'AC00000012'];
const REASONS = ['form-mismatch', 'not-guardian', 'evidence-missing', 'other', 'no-such-reason'];

/** What a field of this name should hold for the request to get anywhere. */
const BY_NAME: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  bindingId: known('binding'),
  applicantId: known('applicant'),
  applicantIds: fc.array(known('applicant'), { minLength: 1, maxLength: 2 }),
  shownVersion: fc.constant(new Known(({ shownVersion }) => shownVersion)),
  dossierRevision: fc
    .nat(5)
    .map((n) => new Known(({ dossierRevisions }) => [...dossierRevisions.values()].at(-1 - n) ?? 4)),
  dossierRevisions: fc
    .nat(5)
    .map(
      (n) => new Known(({ dossierRevisions }) => Object.fromEntries([...dossierRevisions].slice(-1 - n).slice(0, 2))),
    ),
  textVersion: fc.constant('2020-08-20-r1'),
  name: fc.constantFrom('王大明', '尹麗華', 'Anna Lee'),
  idNumber: fc.constantFrom(...ID_NUMBERS),
  mobile: fc.constantFrom('0912345678', '0922-333-444'),
  email: canary.map((one) => `${one}@example.org`),
  reasonCode: fc.constantFrom(...REASONS),
  classId: fc.constantFrom('301', '302', '303', '999'),
  studentNumber: fc.constantFrom('10630012', '10630013', '10630014', '10690001', '99999999'),
  schoolId: fc.constantFrom('T99', 'T98', 'T00'),
  account: fc.constantFrom('teacher301', 'registrar', 'P10630031', 'nobody'),
  password: fc.constantFrom('quiet-river-2020', 'wrong-password', 'A100000056'),
  currentPassword: fc.constantFrom('wrong-password', 'A200000003'),
  newPassword: canary,
  code: fc.constantFrom('123456', '000000'),
  paperDate: fc.constantFrom('2026-01-05', '2999-01-01'),
};

export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: canary },
  fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, 2 ** 53 + 2, 2_147_483_648, '', ' ', '　'),
  fc.constantFrom(
    '\0',
    'a\0b',
    '\ud800',
    '𠮷\u0301',
    '=1+1',
    "' or 1=1 --",
    '../../../etc/passwd',
    '${7*7}',
    '<b>x</b>',
  ),
  fc.constantFrom<unknown>([], {}, [[[]]], [null], { length: -1 }, { toString: 1 }, 'x'.repeat(5_000)),
  fc.constant(JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{}}}') as unknown),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(canary, { maxLength: 60 }),
);

export function bodyBySchema(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  const byName = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  if (byName) return byName;
  const { type, enum: choices, properties, items, required = [], additionalProperties } = followed(schema);
  if (choices) return fc.constantFrom(...choices);
  if (properties) {
    const fields = Object.fromEntries(
      Object.entries(properties).map(([field, inner]) => [field, bodyBySchema(inner, field)]),
    );
    return fc.record(fields, { requiredKeys: [...required] });
  }
  if (items) return fc.array(bodyBySchema(items), { minLength: 1, maxLength: 3 });
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.nat(9);
  if (type === 'string') return canary;
  return additionalProperties ? fc.constant({}) : hostile;
}

interface Mutation {
  readonly at: number;
  readonly how: 'replace' | 'drop' | 'add';
  readonly value: unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(50),
  how: fc.constantFrom('replace', 'replace', 'drop', 'add'),
  value: hostile,
});

/** What is sent as JSON, or as it stands. */
export type Body =
  | { readonly kind: 'json'; readonly template: unknown; readonly mutations: readonly Mutation[] }
  | { readonly kind: 'raw'; readonly text: string; readonly contentType: string | null };

const JSON_TYPE = 'application/json';
const RAW_TEXTS = [
  ['', '{', '"x"', 'null', '[]', '1e999', '{"a":1,}', '\ufeff{}', '{"a":"\ufffd"}', '\0'],
  ['x'.repeat(70_000), `{"a":"${'x'.repeat(70_000)}"}`, `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
].flat();
const TYPES = [
  JSON_TYPE,
  'application/json; charset=utf-8',
  'application/json; charset=latin1',
  'application/json; charset=x-unknown',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  '*/*',
  'application',
];

/** JSON by a template that some of it is changed of. */
function json(template: fc.Arbitrary<unknown>, most: number): fc.Arbitrary<Body> {
  return fc.record({
    kind: fc.constant('json' as const),
    template,
    mutations: fc.array(mutation, { maxLength: most }),
  });
}

/** As the examples show it, or as the schema says. */
export function plainBodyOf({ body, examples }: Operation): fc.Arbitrary<Body> {
  const [example = {}] = examples;
  const shown = json(fc.constant(focused(example)), 0);
  return body ? fc.oneof({ weight: 2, arbitrary: shown }, json(bodyBySchema(body), 0)) : shown;
}

/** The example's applicants are nobody: those of the case that was shown last take their place. */
function focused(example: unknown): unknown {
  if (typeof example !== 'object' || example === null || Array.isArray(example)) return example;
  const ofShown: readonly (readonly [string, (memory: Memory) => unknown])[] = [
    ['dossierRevisions', ({ shown }) => Object.fromEntries(shown)],
    ['applicantIds', ({ shown }) => [...shown.keys()].slice(0, 1)],
    ['applicantId', ({ shown }) => [...shown.keys()][0]],
    ['dossierRevision', ({ shown }) => [...shown.values()][0]],
    ['shownVersion', ({ shownVersion }) => shownVersion],
  ];
  const fields = ofShown.filter(([name]) => name in example).map(([name, of]) => [name, new Known(of)] as const);
  return { ...example, ...Object.fromEntries(fields) };
}

export function bodyOf({ body, examples }: Operation): fc.Arbitrary<Body> {
  const bySchema = body ? bodyBySchema(body) : fc.constant({});
  const [first, ...others] = examples;
  return fc.oneof(
    { weight: 6, arbitrary: json(bySchema, 0) },
    { weight: 3, arbitrary: json(bySchema, 3) },
    { weight: 3, arbitrary: json(fc.constantFrom(first ?? {}, ...others), 0) },
    { weight: 1, arbitrary: json(fc.constantFrom(first ?? {}, ...others), 2) },
    { weight: 1, arbitrary: json(hostile, 0) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('raw' as const),
        text: fc.constantFrom(...RAW_TEXTS),
        contentType: fc.constantFrom(JSON_TYPE, JSON_TYPE, null, ...TYPES),
      }),
    },
  );
}

/** The text that goes over the wire. */
export function textOf(body: Extract<Body, { kind: 'json' }>, memory: Memory): string {
  const value = structuredCloneOf(body.template, memory);
  const root = { value };
  for (const change of body.mutations) mutate(root, change);
  return JSON.stringify(root.value) ?? 'null';
}

function structuredCloneOf(template: unknown, memory: Memory): unknown {
  if (template instanceof Known) return template.of(memory);
  if (Array.isArray(template)) return template.map((one) => structuredCloneOf(one, memory));
  if (typeof template !== 'object' || template === null) return template;
  const copy = Object.entries(template).map(([name, inner]) => [name, structuredCloneOf(inner, memory)] as const);
  // Not by assignment: that would set the prototype.
  return Object.fromEntries(copy);
}

function mutate(root: { value: unknown }, { at, how, value: drawn }: Mutation): void {
  // One value may be drawn twice, and must not end up within itself.
  const value: unknown = structuredClone(drawn);
  const places = placesIn(root);
  const place = places[at % places.length];
  if (!place) return;
  const { holder, name } = place;
  if (how === 'drop') delete holder[name];
  else if (how === 'replace') holder[name] = value;
  else if (typeof holder[name] === 'object' && holder[name] !== null)
    (holder[name] as Record<string, unknown>)['surplus'] = value;
}

type Holder = Record<string, unknown>;

function placesIn(holder: object): { readonly holder: Holder; readonly name: string }[] {
  return Object.keys(holder).flatMap((name) => {
    const inner = (holder as Holder)[name];
    const place = { holder: holder as Holder, name };
    return typeof inner === 'object' && inner !== null ? [place, ...placesIn(inner)] : [place];
  });
}
