/** What an applicant's state means for the family's buttons. */
import type { Applicant, BindingCase } from '../api/shapes';
import type { Tone } from '../parts/chip';

export function reviewTone(code: Applicant['review']['code']): Tone {
  switch (code) {
    case 'drafted':
    case 'correction-requested':
      return 'turn';
    case 'pending-review':
      return 'others';
    case 'approved':
      return 'done';
    case 'rejected':
    case 'expired':
    case 'withdrawn':
      return 'stopped';
  }
}

export function isSendable({ review, account }: Applicant): boolean {
  return review.code === 'drafted' || (review.code === 'correction-requested' && account.code === 'none');
}

export function isUnsettled({ review, account }: Applicant): boolean {
  if (review.code === 'approved') return account.code === 'creating' || account.code === 'failed';
  return review.code === 'drafted' || review.code === 'pending-review' || review.code === 'correction-requested';
}

/** Where 修正 leads. The whole application while nobody was sent; else the page of this applicant. */
export function amendAddress(request: BindingCase, { id, review }: Applicant): string {
  return review.code === 'drafted' && request.allowedActions.includes('fill-application')
    ? '/binding/application'
    : `/binding/amend/${id}`;
}
