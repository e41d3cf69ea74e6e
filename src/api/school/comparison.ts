/** 對照申請書: everything a reviewer compares with the paper form, in full. Each look is logged before it is answered. */
import type { ApplicantState } from '../../../domain/binding/state.js';
import type { CaseDocument } from '../../../projections/binding-case/case-document.js';
import { labelled, type Language } from '../http/answers/language.js';
import { HttpProblem } from '../http/problems/problem.js';
import {
  typed,
  coded,
  uuid,
  list,
  named,
  oneOf,
  orNull,
  shape,
  text,
  time,
  whole,
  type ViewOf,
} from '../http/answers/shape.js';
import { METHOD_SHAPE, RELATION_SHAPE, STUDENT_SHAPE } from '../case/case-shape.js';
import { METHOD_LABELS, RELATION_LABELS } from '../case/words/labels.js';
import { ERASED, shownStudent, type OpenedCase } from '../case/case-values.js';
import { PAPER_LABELS } from '../case/words/paper-labels.js';

const CONSENT = shape({ textVersion: text('2020-08-20-r1'), method: METHOD_SHAPE, at: time() });

export const COMPARISON = named(
  'Comparison',
  shape({
    bindingId: uuid(),
    applicantId: uuid(),
    dossierRevision: whole(4),
    student: STUDENT_SHAPE,
    applicant: shape({
      name: text('王大明'),
      relation: RELATION_SHAPE,
      idNumber: text('A111111113'),
      mobile: text('0912345678'),
      email: text('tpservice@example.org'),
    }),
    // Each application that was sent has a consent; the state of a case does not say so.
    consent: typed<ViewOf<typeof CONSENT> | null>(CONSENT),
    /** What the applicant added, the oldest first; each is read at its own address. */
    evidence: list(
      shape({
        evidenceId: uuid(),
        type: typed<string>(oneOf(['application/pdf', 'image/jpeg', 'image/png'])),
        size: whole(182_400),
        at: time(),
      }),
    ),
    /** What came on paper, once its receipt is recorded. */
    paperForm: orNull(
      shape({
        documents: list(coded(['application-form', 'id-card', 'household-register', 'other'], '申請書')),
        at: time(),
      }),
    ),
    /** Others of the request who gave the same ID number or e-mail address; the family is not told. */
    sameAs: list(shape({ applicantId: uuid(), by: oneOf(['person', 'email']) })),
  }),
);
export type Comparison = ViewOf<typeof COMPARISON>;

export const COMPARED_FIELDS = ['name', 'idNumber', 'mobile', 'email'] as const;

/** @throws HttpProblem not-found unless this applicant was sent */
export function sentApplicant(
  { state }: CaseDocument,
  applicantId: string,
): CaseDocument['state']['applicants'][number] {
  const applicant = state.applicants.find((one) => one.applicantId === applicantId);
  if (applicant?.sentAt === undefined) throw new HttpProblem('not-found');
  return applicant;
}

export function comparison(
  document: CaseDocument,
  opened: OpenedCase,
  applicantId: string,
  language: Language,
): Comparison {
  const { state, requestId } = document;
  const applicant = sentApplicant(document, applicantId);
  const values = opened.applicants[applicant.applicantId];
  return {
    bindingId: requestId,
    applicantId: applicant.applicantId,
    dossierRevision: applicant.dossierRevision,
    student: { classId: state.classId, ...shownStudent(opened.student, 'reviewer') },
    applicant: {
      name: values?.name ?? ERASED,
      relation: labelled(applicant.relation, RELATION_LABELS, language),
      idNumber: values?.idNumber ?? ERASED,
      mobile: values?.mobile ?? ERASED,
      email: values?.email ?? ERASED,
    },
    consent: state.consent
      ? {
          textVersion: state.consent.textVersion,
          method: labelled(state.consent.method, METHOD_LABELS, language),
          at: state.consent.at,
        }
      : null,
    evidence: (applicant.evidence ?? []).map(({ evidenceId, type, size, at }) => ({ evidenceId, type, size, at })),
    paperForm: applicant.paperForm
      ? {
          documents: applicant.paperForm.documents.map((one) => labelled(one, PAPER_LABELS, language)),
          at: applicant.paperForm.at,
        }
      : null,
    sameAs: state.applicants.filter((one) => one !== applicant).flatMap((one) => doubles(applicant, one)),
  };
}

function doubles({ personRef, emailRef }: ApplicantState, other: ApplicantState): Comparison['sameAs'] {
  const { applicantId } = other;
  return [
    ...(other.personRef === personRef ? [{ applicantId, by: 'person' as const }] : []),
    ...(other.emailRef === emailRef ? [{ applicantId, by: 'email' as const }] : []),
  ];
}
