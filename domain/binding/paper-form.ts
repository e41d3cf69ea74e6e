/** What of an application is there on paper. */
import type { ApplicantState } from './state.js';
import type { PaperDocument } from './vocabulary.js';

type OnPaper = Pick<ApplicantState, 'paperForm'>;

/** Only the signed form itself ends the wait for paper. */
export function lacksForm(applicant: OnPaper): boolean {
  return !has(applicant, 'application-form');
}

export function has({ paperForm }: OnPaper, document: PaperDocument): boolean {
  return paperForm?.documents.includes(document) === true;
}

/** Those that were not there before. */
export function newOf(applicant: OnPaper, documents: readonly PaperDocument[]): readonly PaperDocument[] {
  return [...new Set(documents)].filter((document) => !has(applicant, document));
}
