/** Creates the SSO account of one applicant. Nothing readable leaves this file but to the identity provider. */
import { TYPED } from '../../domain/binding/events/fields.js';
import { sealingContext } from '../../domain/event-declaration/sealed-values.js';
import type { AccountOutcome } from '../../domain/binding/commands.js';
import type { SealedApplicant } from '../../domain/binding/events.js';
import type { EventLog } from '../../eventstore/port.js';
import type { AccountOrder } from '../../workflows/binding/activity-contract.js';
import { bindingStream } from '../../workflows/names.js';
import type { IdentityProvider } from '../ports/identity-provider.js';
import { Unopenable, type PersonalData } from '../ports/personal-data.js';
import { recorded } from './recorded-event.js';

export interface CreateAccountPorts {
  readonly log: Pick<EventLog, 'readStream'>;
  readonly personalData: PersonalData;
  readonly identityProvider: IdentityProvider;
}

/** Guide, step 3: the password is the last six characters of the ID number, forced to be changed at the first sign-in. */
const FIRST_PASSWORD_LENGTH = 6;

/**
 * Idempotent by `accountId`.
 * @throws what may be tried again: the log, the keys or the provider cannot be reached.
 */
export function createCreateAccount(ports: CreateAccountPorts): (order: AccountOrder) => Promise<AccountOutcome> {
  const { log, personalData, identityProvider } = ports;
  return async ({ requestId, applicantId, accountId, attempt }) => {
    const stream = bindingStream(requestId);
    const order = { accountId, requestId, applicantId, attempt };
    const applicant = await findApplicant(log, stream, applicantId);
    if (!applicant) return { kind: 'failed', reason: 'applicant-unknown' };
    try {
      const email = await personalData.open(applicant.email, sealingContext(TYPED.email, stream, { applicantId }));
      const idNumber = await personalData.open(
        applicant.idNumber,
        sealingContext(TYPED.idNumber, stream, { applicantId }),
      );
      const firstPassword = idNumber.slice(-FIRST_PASSWORD_LENGTH);
      return await identityProvider.create({ ...order, personRef: applicant.personRef, email, firstPassword });
    } catch (error) {
      // Erased or forged: trying again for a day would not open it.
      if (error instanceof Unopenable) return { kind: 'failed', reason: `personal-data-${error.reason}` };
      throw error;
    }
  };
}

/** As filled in and amended since. */
async function findApplicant(
  log: CreateAccountPorts['log'],
  stream: string,
  applicantId: string,
): Promise<SealedApplicant | undefined> {
  return (await log.readStream(stream)).map(recorded).reduce<SealedApplicant | undefined>((before, { type, data }) => {
    if (type === 'ApplicationFilled') return data.applicants.find((one) => one.applicantId === applicantId) ?? before;
    if (type === 'ApplicantAmended' && before !== undefined && data.applicantId === applicantId)
      return { ...before, ...data.changed };
    return before;
  }, undefined);
}
