/** 證明文件, kept sealed outside the log: the log says which, how large, and its hash. */
import { applicantOf } from '../applicants.js';
import { happened, NOTHING_TO_DO, refuse, rule } from '../rule.js';
import { isSettled } from '../state.js';

/** For one applicant: enough for every document there is, page by page. */
export const MOST_EVIDENCE = 10;

export const addEvidence = rule(
  'AddEvidence',
  { refuses: ['wrong-state', 'too-much-evidence'] },
  (request, { data }) => {
    const applicant = applicantOf(request, data.applicantId);
    if (applicant === undefined || isSettled(applicant)) return refuse('wrong-state');
    const { applicantId, evidenceId, sha256, type, size } = data;
    if (applicant.evidence?.some((one) => one.evidenceId === evidenceId)) return NOTHING_TO_DO;
    if ((applicant.evidence?.length ?? 0) >= MOST_EVIDENCE) return refuse('too-much-evidence');
    return happened({ type: 'EvidenceAdded', data: { applicantId, evidenceId, sha256, type, size } });
  },
);

export const removeEvidence = rule(
  'RemoveEvidence',
  { refuses: ['wrong-state'] },
  (request, { data: { applicantId, evidenceId } }) => {
    const applicant = applicantOf(request, applicantId);
    if (applicant === undefined || isSettled(applicant)) return refuse('wrong-state');
    if (!applicant.evidence?.some((one) => one.evidenceId === evidenceId)) return refuse('wrong-state');
    return happened({ type: 'EvidenceRemoved', data: { applicantId, evidenceId } });
  },
);
