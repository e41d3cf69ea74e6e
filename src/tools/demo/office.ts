import { randomUUID } from 'node:crypto';
import { DEMO_STAFF_PASSWORD } from '../../people/demo-data/demo-data.js';
import { eventually, Visitor } from './visitor.js';

export interface InboxItem {
  readonly bindingId: string;
  readonly applicantId: string;
  readonly applicant: { readonly name: string };
  readonly dossierRevision: number;
}

export interface Outcome {
  readonly commandId: string;
  readonly status: 'accepted' | 'refused' | 'pending';
  readonly code?: string;
  readonly revision?: number;
}

/** An event exactly as it lies in the log. */
export interface StoredEventView {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What the auditor reads of one event. */
export interface AuditEventView {
  readonly revision: number;
  readonly type: string;
  readonly at: string;
  readonly actor: { readonly id: string; readonly role: string };
  readonly commandId: string;
}

/** Somebody of the school or the city, signed in. */
export async function signInStaff(address: string, account: string, schoolId = 'T99'): Promise<Visitor> {
  const visitor = new Visitor(address);
  await visitor.insist('POST', '/session', { schoolId, account, password: DEMO_STAFF_PASSWORD });
  return visitor;
}

/** Waits until the applicants of the case have reached the reviewer's inbox, and looks at each 對照申請書. */
export async function compareAll(reviewer: Visitor, bindingId: string, count: number): Promise<readonly InboxItem[]> {
  const items = await eventually(
    'the inbox of the reviewer',
    async () =>
      (await reviewer.get<{ items: InboxItem[] }>('/reviews')).items.filter((one) => one.bindingId === bindingId),
    (found) => found.length === count,
  );
  for (const { applicantId } of items) await reviewer.get(`/reviews/${bindingId}/applicants/${applicantId}/comparison`);
  return items;
}

export type Decision = 'approval' | 'rejection' | 'correction';

const BODIES: { readonly [D in Decision]: object } = {
  approval: { formChecked: true },
  rejection: { reasonCode: 'form-mismatch' },
  correction: { fields: ['mobile'], reasonCode: 'contact-wrong' },
};

/** Decides and waits for the outcome, also when it comes later than the answer. The same key all along. */
export async function decide(reviewer: Visitor, item: InboxItem, decision: Decision): Promise<Outcome> {
  const { bindingId, applicantId, dossierRevision } = item;
  const body = { dossierRevision, ...BODIES[decision] };
  const key = randomUUID();
  const path = `/reviews/${bindingId}/applicants/${applicantId}/${decision}`;
  return eventually(
    `the outcome of the ${decision}`,
    async () => (await reviewer.ask('POST', path, { body, key })).body as Outcome,
    (outcome) => outcome.status === 'accepted' || outcome.status === 'refused',
    60_000,
  );
}
