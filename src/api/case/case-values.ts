/** Who sees which personal data of a case in clear: the table of lifecycle.md, "Shown". */
import { BINDING_EVENTS } from '../../../domain/binding/events.js';
import { NOTE, STUDENT, TYPED } from '../../../domain/binding/events/fields.js';
import type { SealedField } from '../../../domain/event-declaration/fields.js';
import { sealingContext } from '../../../domain/event-declaration/sealed-values.js';
import type { BindingRequest } from '../../../domain/binding/state.js';
import { maskEmail } from '../../../domain/identity/email.js';
import { maskIdNumber } from '../../../domain/identity/id-number.js';
import { maskMobile } from '../../../domain/identity/mobile.js';
import { maskPersonName } from '../../../domain/identity/person-name.js';
import type { CaseDocument } from '../../../projections/binding-case/case-document.js';
import { bindingStream } from '../../../workflows/names.js';
import type { PersonalDataService, SealedValue } from '../../people/privacy/personal-data.js';

/**
 * How the values are shown: to the family, to the registrar who enters them for the family at the counter, to whoever
 * reviews the case, or to everybody else.
 */
export type Audience = 'family' | 'counter' | 'reviewer' | 'auditor';

/** In clear, in memory only; null where the person's key was erased. */
export interface OpenedApplicant {
  readonly name: string | null;
  readonly idNumber: string | null;
  readonly mobile: string | null;
  readonly email: string | null;
}

export interface OpenedCase {
  readonly student: { readonly name: string | null; readonly number: string | null };
  /** By applicantId. */
  readonly applicants: Readonly<Record<string, OpenedApplicant>>;
  /** By applicantId: the reviewer's note with the last decision. */
  readonly notes: Readonly<Record<string, string | null>>;
  /** What the family said of the student's data, and why the school kept them; absent where nobody wrote it. */
  readonly disputeNote?: string | null;
  readonly keepNote?: string | null;
}

export const ERASED = '〔已刪除個資〕';

const FIELDS = ['name', 'idNumber', 'mobile', 'email'] as const;

/** Opens every value of the cases with one query for all keys. @throws DatabaseUnavailable */
export async function openCases(
  personalData: PersonalDataService,
  documents: readonly CaseDocument[],
): Promise<OpenedCase[]> {
  const opened = await personalData.openWhatIsLeft(documents.flatMap(sealedValues));
  let next = 0;
  const take = (): string | null => opened[next++] ?? null;
  return documents.map((document) => openedCase(document, take));
}

/** As openCases, for one. @throws DatabaseUnavailable */
export async function openCase(personalData: PersonalDataService, document: CaseDocument): Promise<OpenedCase> {
  const [opened] = await openCases(personalData, [document]);
  if (!opened) throw new Error('openCases returned no values');
  return opened;
}

/** In the order in which openedCase takes them. */
function sealedValues({ requestId, state, student, applicants, disputeNote, keepNote }: CaseDocument): SealedValue[] {
  const stream = bindingStream(requestId);
  const own = Object.entries(applicants).flatMap(([applicantId, { note, ...values }]) => {
    const value = (sealed: string, field: SealedField<'applicantId'>) => ({
      sealed,
      context: sealingContext(field, stream, { applicantId }),
    });
    const noted = note === undefined ? [] : [value(note, NOTE)];
    return [...FIELDS.map((field) => value(values[field], TYPED[field])), ...noted];
  });
  const ofPupil = (sealed: string | undefined, field: SealedField<'studentId'>): SealedValue[] =>
    sealed === undefined ? [] : [{ sealed, context: sealingContext(field, stream, state) }];
  return [
    ...ofPupil(student, STUDENT),
    ...ofPupil(disputeNote, BINDING_EVENTS.StudentInfoDisputed.fields.note),
    ...ofPupil(keepNote, BINDING_EVENTS.StudentInfoKept.fields.note),
    ...own,
  ];
}

function openedCase(document: CaseDocument, take: () => string | null): OpenedCase {
  const student = parseStudent(take());
  const dispute = {
    ...(document.disputeNote !== undefined && { disputeNote: take() }),
    ...(document.keepNote !== undefined && { keepNote: take() }),
  };
  const notes: Record<string, string | null> = {};
  const applicants = Object.entries(document.applicants).map(([id, applicant]) => {
    const [name, idNumber, mobile, email] = [take(), take(), take(), take()];
    if (applicant.note !== undefined) notes[id] = take();
    return [id, { name, idNumber, mobile, email }] as const;
  });
  return { student, applicants: Object.fromEntries(applicants), notes, ...dispute };
}

/** Of the sealed JSON {name, number}. */
export function parseStudent(opened: string | null): OpenedCase['student'] {
  return opened === null ? { name: null, number: null } : (JSON.parse(opened) as { name: string; number: string });
}

export interface ShownApplicant {
  readonly name: string;
  readonly idNumber: string;
  readonly mobile: string;
  readonly email: string;
}

/** @param sentAt when this applicant was first sent: from then on the pages of who filled it in show masks too. */
export function shownApplicant(
  opened: OpenedApplicant,
  audience: Audience,
  sentAt: string | undefined,
): ShownApplicant {
  const inFull = (audience === 'family' || audience === 'counter') && sentAt === undefined;
  const show = (value: string | null, mask: (text: string) => string): string =>
    value === null ? ERASED : inFull ? value : mask(value);
  return {
    name: opened.name === null ? ERASED : audience === 'auditor' ? maskPersonName(opened.name) : opened.name,
    idNumber: show(opened.idNumber, maskIdNumber),
    mobile: show(opened.mobile, maskMobile),
    email: show(opened.email, maskEmail),
  };
}

export function shownStudent(
  { name, number }: OpenedCase['student'],
  audience: Audience,
): { name: string; number: string } {
  const bySchool = audience === 'reviewer' || audience === 'counter';
  const shown = name === null ? ERASED : bySchool ? name : maskPersonName(name);
  return { name: shown, number: number ?? ERASED };
}

/** Applicants that this audience may know of: a school that reviews sees nobody before 送出申請. */
export function visibleApplicants(request: BindingRequest, audience: Audience): BindingRequest['applicants'] {
  return audience === 'reviewer' ? request.applicants.filter(({ sentAt }) => sentAt !== undefined) : request.applicants;
}
