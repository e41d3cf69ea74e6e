/** The one closed list of problem codes: those of each feature, the refusals of the rules, and what is wrong with a field. */
import { REFUSALS } from '../../../../domain/binding/refusals.js';
import { COMMAND_PROBLEMS } from './codes/of-commands.js';
import { EMAIL_PROBLEMS } from './codes/of-email.js';
import { EVIDENCE_PROBLEMS } from './codes/of-evidence.js';
import { SIGN_IN_PROBLEMS } from './codes/of-sign-in.js';
import { COUNTER_PROBLEMS } from './codes/of-the-counter.js';
import { ROSTER_PROBLEMS } from './codes/of-the-roster.js';
import { EDGE_PROBLEMS } from './codes/of-the-edge.js';
import type { ProblemText } from './codes/problem-text.js';
import { FIELD_PROBLEMS, type FieldCode } from './field-problems.js';

/** Each table with its own codes; a test forbids a code in two of them. */
export const PROBLEM_TABLES = {
  edge: EDGE_PROBLEMS,
  commands: COMMAND_PROBLEMS,
  'sign-in': SIGN_IN_PROBLEMS,
  evidence: EVIDENCE_PROBLEMS,
  email: EMAIL_PROBLEMS,
  counter: COUNTER_PROBLEMS,
  roster: ROSTER_PROBLEMS,
  rules: REFUSALS,
  fields: FIELD_PROBLEMS,
} as const satisfies Readonly<Record<string, Readonly<Record<string, ProblemText>>>>;

type CodeIn<Table extends keyof typeof PROBLEM_TABLES> = string & keyof (typeof PROBLEM_TABLES)[Table];
type FeatureCode = { [Table in Exclude<keyof typeof PROBLEM_TABLES, 'fields'>]: CodeIn<Table> }[Exclude<
  keyof typeof PROBLEM_TABLES,
  'fields'
>];

/** `wrong-type` is a field's, and also the answer where the one part of an upload is the body. */
export type ProblemCode = FeatureCode | 'wrong-type';

const TEXTS: ReadonlyMap<string, ProblemText> = new Map(
  Object.values(PROBLEM_TABLES).flatMap((t) => Object.entries(t)),
);

export function problemText(code: ProblemCode | FieldCode): ProblemText {
  const text = TEXTS.get(code);
  if (!text) throw new Error(`no text for ${code}`);
  return text;
}

/** Undefined for a code that does not exist. */
export function findProblemText(code: string): ProblemText | undefined {
  return TEXTS.get(code);
}

export function problemCodes(): readonly string[] {
  return [...TEXTS.keys()];
}
