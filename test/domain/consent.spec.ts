import { describe, it } from '@jest/globals';
import {
  answerConsent,
  bindingRequestClosed,
  confirmed,
  consented,
  consentGiven,
  consentRefused,
  opened,
} from './builders.js';
import { given } from './given-when-then.js';

const notJoining = bindingRequestClosed({ outcome: 'refused', results: [] });

describe('answering the consent 同意書', () => {
  it('goes on to the application when the parent agrees and applies', () =>
    given(...confirmed)
      .when(answerConsent())
      .then(consentGiven()));

  it('keeps the day of a consent that came on paper', () =>
    given(...confirmed)
      .when(answerConsent({ method: 'paper', paperDate: '2026-10-30' }))
      .then(consentGiven({ method: 'paper', paperDate: '2026-10-30' })));

  it.each(['agree', 'disagree'] as const)(
    'closes the request as refused when the parent is not joining (%s)',
    (decision) =>
      given(...confirmed)
        .when(answerConsent({ decision, intent: 'not-joining' }))
        .then(consentRefused({ decision }), notJoining),
  );

  it('refuses a contradiction: no consent, yet applying', () =>
    given(...confirmed)
      .when(answerConsent({ decision: 'disagree', intent: 'apply' }))
      .refused('choices-contradict'));

  it('takes an answer to the current text only, and says so first', () =>
    given(...confirmed)
      .when(answerConsent({ textVersion: '2019-01-01-r1', decision: 'disagree', intent: 'apply' }))
      .refused('text-outdated'));

  it('comes after the student’s data and before the application', () => {
    given(opened()).when(answerConsent()).refused('wrong-stage');
    given(...consented)
      .when(answerConsent({ textVersion: 'of long ago' }))
      .refused('wrong-stage');
    given(...confirmed, consentRefused(), notJoining)
      .when(answerConsent())
      .refused('wrong-stage');
  });
});
