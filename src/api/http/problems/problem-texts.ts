/** The one closed list of problem codes: what the edge refuses, what the rules refuse, what is wrong with a field. */
import { REFUSALS, type RefusalCode } from '../../../../domain/binding/refusals.js';
import { EDGE_PROBLEMS, type EdgeCode, type ProblemText } from './edge-problems.js';
import { FIELD_PROBLEMS, type FieldCode } from './field-problems.js';

/** `wrong-type` is a field's, and also the answer where the one part of an upload is the body. */
export type ProblemCode = EdgeCode | RefusalCode | 'wrong-type';

const TEXTS: Readonly<Record<EdgeCode | RefusalCode | FieldCode, ProblemText>> = {
  ...FIELD_PROBLEMS,
  ...REFUSALS,
  ...EDGE_PROBLEMS,
};

export function problemText(code: ProblemCode | FieldCode): ProblemText {
  return TEXTS[code];
}

/** Undefined for a code that does not exist. */
export function findProblemText(code: string): ProblemText | undefined {
  return Object.hasOwn(TEXTS, code) ? TEXTS[code as ProblemCode] : undefined;
}

export function problemCodes(): readonly string[] {
  return Object.keys(TEXTS);
}
