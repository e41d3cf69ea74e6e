/** What somebody does next who uses the product as it is meant. */
import type { Person } from '../../../http/person.js';
import { OPERATIONS, type Operation } from './document.js';
import type { Memory } from './memory.js';

/** Where the route has another name than the command. */
const ROUTES: Readonly<Record<string, string>> = {
  recall: 'recall-application',
  withdraw: 'withdraw-application',
};
const OF_REVIEWERS = [
  'approve',
  'request-correction',
  'record-paper-form',
  'take-over',
  'approve',
  'reject',
  'list-evidence',
];
const ENDINGS = new Set(['withdraw', 'dispute-student-info']);

/** @returns undefined where there is nothing to do for them. */
export async function nextOperation(
  person: Person,
  who: string,
  n: number,
  memory: Memory,
): Promise<Operation | undefined> {
  if (who.includes('parent')) return asFamily(person, n, memory);
  if (who.includes('teacher') || who === 'registrar' || who === 'director') return asReviewer(person, n, memory);
  return undefined;
}

async function asFamily(person: Person, n: number, memory: Memory): Promise<Operation | undefined> {
  const { body } = await person.get('/api/v1/bindings');
  const open = [...(body['items'] ?? [])].find((one) => one['outcome'] === null);
  if (!open) return named('open-binding');
  memory.learn(await person.get(`/api/v1/bindings/${open['id'] as string}`));
  const actions = [...open['allowedActions']!].map(String);
  // Most lives should not end before they have begun.
  const onward = n % 10 === 0 ? actions : actions.filter((action) => !ENDINGS.has(action));
  const action = onward[n % onward.length];
  return action === undefined ? undefined : named(ROUTES[action] ?? action);
}

async function asReviewer(person: Person, n: number, memory: Memory): Promise<Operation | undefined> {
  const { body } = await person.get('/api/v1/reviews');
  const items = [...(body['items'] ?? [])];
  const item = items[n % items.length];
  if (!item) return undefined;
  const [binding, applicant] = [item['bindingId'] as string, item['applicantId'] as string];
  memory.learn(await person.get(`/api/v1/bindings/${binding}`));
  memory.remember('applicant', applicant);
  memory.remember('binding', binding);
  memory.shown = new Map([[applicant, Number(item['dossierRevision'])]]);
  return named(OF_REVIEWERS[n % OF_REVIEWERS.length] ?? '');
}

function named(name: string): Operation | undefined {
  return OPERATIONS.find((one) => one.name === name);
}
