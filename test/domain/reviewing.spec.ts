import { describe, it } from '@jest/globals';
import { REASON_CODES } from '../../domain/binding/review/reason-codes.js';
import {
  accountCreationStarted,
  applicantApproved,
  applicantRejected,
  approve,
  bindingRequestClosed,
  bothSent,
  FATHER,
  filled,
  MOTHER,
  reject,
  reviewDecisionRefused,
  sent,
} from './builders.js';
import { given } from './given-when-then.js';

const rejectedOnly = bindingRequestClosed({
  outcome: 'rejected',
  results: [{ applicantId: FATHER, state: 'rejected' }],
});

describe('approving 已通過', () => {
  it('begins the account in the same batch', () =>
    given(...sent)
      .when(approve())
      .then(applicantApproved(), accountCreationStarted()));

  it('concerns one applicant; the other still waits', () =>
    given(...bothSent, applicantApproved(), accountCreationStarted())
      .when(reject({ applicantId: MOTHER }))
      .then(applicantRejected({ applicantId: MOTHER })));

  it('asks for the paper form to be compared', () =>
    given(...sent)
      .when(approve({ formChecked: false }))
      .refused('form-not-checked', reviewDecisionRefused({ code: 'form-not-checked' })));

  it('approves what was on the screen or nothing', () =>
    given(...sent)
      .when(approve({ dossierRevision: 3, formChecked: false }))
      .refused('dossier-changed', reviewDecisionRefused({ dossierRevision: 3, code: 'dossier-changed' })));

  it('comes once', () =>
    given(...sent, applicantApproved(), accountCreationStarted())
      .when(approve({ dossierRevision: 3 }))
      .refused('already-decided', reviewDecisionRefused({ dossierRevision: 3, code: 'already-decided' })));

  it('comes after 送出申請, and for somebody who is there', () => {
    given(...filled)
      .when(approve())
      .refused('wrong-state', reviewDecisionRefused({ code: 'wrong-state' }));
    given(...sent)
      .when(approve({ applicantId: 'nobody' }))
      .refused('wrong-state');
  });
});

describe('rejecting 不通過', () => {
  it('closes the request with the last applicant', () =>
    given(...sent)
      .when(reject())
      .then(applicantRejected(), rejectedOnly));

  it('keeps the note as it came, sealed', () =>
    given(...bothSent)
      .when(reject({ reasonCode: 'other', note: 'sealed-note' }))
      .then(applicantRejected({ reasonCode: 'other', note: 'sealed-note' })));

  it('takes every reason of the list for a rejection', () => {
    for (const { code } of REASON_CODES.filter((reason) => reason.for.includes('rejection'))) {
      given(...bothSent)
        .when(reject({ reasonCode: code, note: 'sealed-note' }))
        .then(applicantRejected({ reasonCode: code, note: 'sealed-note' }));
    }
  });

  it.each(['because', 'contact-wrong', 'toString'])('knows no other reason: %s', (reasonCode) =>
    given(...sent)
      .when(reject({ reasonCode }))
      .refused('reason-unknown', reviewDecisionRefused({ decision: 'reject', code: 'reason-unknown' })),
  );

  it('asks for a note where the reason alone says too little', () =>
    given(...sent)
      .when(reject({ reasonCode: 'other' }))
      .refused('note-required', reviewDecisionRefused({ decision: 'reject', code: 'note-required' })));

  it('is recorded on a closed request too, which stays as it was', () =>
    given(...sent, applicantRejected(), rejectedOnly)
      .when(reject())
      .refused('already-decided', reviewDecisionRefused({ decision: 'reject', code: 'already-decided' })));
});
