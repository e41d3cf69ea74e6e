/** A case as the read model hands it over, with whatever differs from an ordinary one under review. */
import type { BindingRequest } from '../../domain/binding/state.js';
import type { ApplicantStatus } from '../../domain/binding/vocabulary.js';
import type { CaseDocument } from '../../projections/binding-case/case-document.js';
import type { OpenedCase } from '../../src/api/case/case-values.js';

type Applicant = BindingRequest['applicants'][number];

export function applicant(status: ApplicantStatus, more: Partial<Applicant> = {}): Applicant {
  const applicantId = more.applicantId ?? 'one';
  return { applicantId, relation: 'father', personRef: 'p', emailRef: 'e', status, dossierRevision: 3, ...more };
}

export function document(change: Partial<BindingRequest>, more: Partial<CaseDocument> = {}): CaseDocument {
  const state: BindingRequest = {
    stage: 'review',
    caseNumber: 'T99-00000000',
    schoolId: 'T99',
    studentId: 'student',
    classId: '301',
    loginId: 'login',
    channel: 'online',
    policyVersion: '1',
    rosterVersion: 2,
    applicants: [],
    reviewStarted: false,
    ...change,
  };
  const at = '2026-11-23T01:00:00.000Z';
  const confirmed = { at, revision: 1, type: 'StudentInfoConfirmed', role: 'parent', params: {} } as const;
  return {
    requestId: 'id',
    revision: 4,
    state,
    student: '',
    applicants: {},
    openedAt: at,
    updatedAt: at,
    history: [confirmed],
    ...more,
  };
}

export const OPENED: OpenedCase = {
  student: { name: '尹安安', number: '10630008' },
  applicants: {
    one: { name: '王大明', idNumber: 'A111111113', mobile: '0912345678', email: 'tpservice@example.org' },
    two: { name: '尹麗華', idNumber: 'F200000035', mobile: '0922333444', email: 'lihua@example.org' },
  },
  notes: {},
};
