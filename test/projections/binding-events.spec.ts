import { describe, expect, it } from '@jest/globals';
import { readBindingEvent } from '../../projections/folding/binding-events.js';
import * as b from '../domain/builders.js';
import { stream, type AnyEvent, type Written } from './streams.js';

function reading(event: AnyEvent | Written) {
  const [stored] = stream('request-1', event);
  return () => readBindingEvent(stored!);
}

describe('reading a stored event', () => {
  it('takes every event the rules can decide', () => {
    const builders = [
      ...b.bothSent,
      b.consentRefused(),
      b.reviewEscalated(),
      b.applicantApproved(),
      b.applicantRejected(),
      b.reviewDecisionRefused(),
      b.accountCreationStarted(),
      b.accountCreated(),
      b.accountLinked(),
      b.applicantEmailTaken(),
      b.accountCreationFailed(),
      b.applicantExpired(),
      b.bindingRequestClosed(),
    ];

    for (const event of builders)
      expect(reading(event)()).toMatchObject({ ...event, requestId: 'request-1', revision: 0 });
  });

  it('lets a type of a later release through', () => {
    expect(reading({ type: 'OfALaterRelease', data: {} })()).toMatchObject({ type: 'OfALaterRelease' });
  });

  it('refuses a known type without a field that it must have, naming only the field', () => {
    const { student: _, ...data } = b.opened().data;

    expect(reading({ type: 'BindingRequestOpened', data })).toThrow('misshapen-data-student');
  });

  it('refuses a known type with a field of another kind', () => {
    expect(
      reading({ type: 'ApplicationFilled', data: { ...b.applicationFilled().data, applicants: 'secret' } }),
    ).toThrow(/^misshapen-data-applicants$/);
  });

  it('refuses an event without a command', () => {
    expect(reading({ events: [b.opened()], metadata: { commandId: 7 } })).toThrow('misshapen-metadata-commandId');
  });

  it('refuses a known type of a schema version that only a later release can read', () => {
    expect(reading({ events: [b.opened()], metadata: { schemaVersion: 2 } })).toThrow('newer-schema');
  });
});
