import { describe, expect, it } from '@jest/globals';
import { allowedActions } from '../../domain/binding/allowed-actions.js';
import type { BindingEvent } from '../../domain/binding/events.js';
import type { Role } from '../../domain/binding/vocabulary.js';
import {
  applicantRejected,
  bindingRequestClosed,
  bothFilled,
  confirmed,
  consented,
  consentRefused,
  FATHER,
  filled,
  opened,
  reviewEscalated,
  sent,
  signedConsentSent,
} from './builders.js';
import { stateAfter } from './given-when-then.js';

function may(role: Role, events: readonly BindingEvent[]): readonly string[] {
  return allowedActions(stateAfter(...events), { role });
}

describe('what the parent may do now', () => {
  it.each<[string, readonly BindingEvent[], readonly string[]]>([
    ['nothing is open', [], ['open']],
    ['opened', [opened()], ['confirm-student-info']],
    ['confirmed', confirmed, ['answer-consent']],
    ['consented', consented, ['fill-application']],
    ['filled in', filled, ['fill-application', 'sign-and-send']],
    ['sent', sent, []],
    ['one of two sent', [...bothFilled, signedConsentSent({ applicantIds: [FATHER] })], ['sign-and-send']],
    ['refused', [...confirmed, consentRefused(), bindingRequestClosed({ outcome: 'refused', results: [] })], ['open']],
  ])('%s', (_when, events, actions) => {
    expect(may('parent', events)).toEqual(actions);
    expect(may('guardian', events)).toEqual(actions);
  });

  it('is what the registrar may do for a request entered at the counter, and for no other', () => {
    expect(may('registrar', [opened({ channel: 'assisted' })])).toEqual(['confirm-student-info']);
    expect(may('registrar', [opened()])).toEqual([]);
  });
});

describe('what a reviewer may do now', () => {
  const withDirector = [...sent, reviewEscalated({ holder: 'director' })];

  it.each<[Role, string, readonly BindingEvent[], boolean]>([
    ['class-teacher', 'it was sent', sent, true],
    ['class-teacher', 'it is drafted', filled, false],
    ['class-teacher', 'it has passed to the registrar', [...sent, reviewEscalated()], false],
    ['class-teacher', 'it is decided', [...sent, applicantRejected()], false],
    ['registrar', 'it is with the class teacher', sent, true],
    ['registrar', 'it is with the director', withDirector, true],
    ['registrar', 'it is drafted', filled, false],
    ['director', 'it came to the director', withDirector, true],
    ['director', 'it is with the class teacher', sent, false],
    ['auditor', 'it is with the director', withDirector, false],
    ['administrator', 'it is with the director', withDirector, false],
  ])('%s, when %s', (role, _when, events, decides) =>
    expect(may(role, events)).toEqual(decides ? ['approve', 'reject'] : []),
  );

  it.each(['own-child', 'held-by-school'] as const)('is nothing that the rules would refuse as %s', (barred) => {
    expect(allowedActions(stateAfter(...sent), { role: 'registrar', barred })).toEqual([]);
    expect(allowedActions(stateAfter(...sent), { role: 'class-teacher', barred })).toEqual([]);
  });
});
