/** 對照申請書: everything a reviewer compares with the paper form, in full. Each look is logged before it is answered. */
import type { Evidence } from '../../../domain/binding/state.js';
import type { PaperDocument, Relation } from '../../../domain/binding/vocabulary.js';
import type { CaseDocument } from '../../../projections/binding-case/case-document.js';
import { labelled, type Labelled, type Language } from '../http/answers/language.js';
import { HttpProblem } from '../http/problems/problem.js';
import { METHOD_LABELS, RELATION_LABELS } from '../case/words/labels.js';
import { ERASED, shownStudent, type OpenedCase } from '../case/case-values.js';
import { PAPER_LABELS } from '../case/words/paper-labels.js';

export interface Comparison {
  readonly bindingId: string;
  readonly applicantId: string;
  readonly dossierRevision: number;
  readonly student: { readonly classId: string; readonly name: string; readonly number: string };
  readonly applicant: {
    readonly name: string;
    readonly relation: Labelled<Relation>;
    readonly idNumber: string;
    readonly mobile: string;
    readonly email: string;
  };
  readonly consent: {
    readonly textVersion: string;
    readonly method: Labelled<'online' | 'paper'>;
    readonly at: string;
  } | null;
  /** What the applicant added, the oldest first; each is read at its own address. */
  readonly evidence: readonly Pick<Evidence, 'evidenceId' | 'type' | 'size' | 'at'>[];
  /** What came on paper, once its receipt is recorded. */
  readonly paperForm: { readonly documents: readonly Labelled<PaperDocument>[]; readonly at: string } | null;
}

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
  };
}
