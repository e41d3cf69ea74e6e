/** What the auditor reads of a case: event by event, the state as of each, the hash chain recomputed, and the rules asked again. */
import { bindingStream } from '../../../workflows/names.js';
import { checkStream } from '../../api/audit/check-stream.js';
import { checkChain } from './chain-check.js';
import type { CasePage } from './family.js';
import type { AuditEventView, StoredEventView } from './office.js';
import { should } from './telling.js';
import type { Visitor } from './visitor.js';

/** @throws Error when the chain does not hold */
export async function history(auditor: Visitor, id: string): Promise<void> {
  const { items } = await auditor.get<{ items: AuditEventView[] }>(`/audit/bindings/${id}/events`);
  console.log(`\n  case ${id}`);
  for (const event of items) {
    const { state } = await auditor.get<{ state: CasePage }>(`/audit/bindings/${id}/state?revision=${event.revision}`);
    const cards = [state.cards.studentInfo, state.cards.account, state.cards.application].map(({ label }) => label);
    const reviews = state.applicants.map(({ review: one, account }) => `${one.label}/${account.label}`);
    console.log(
      `  ${String(event.revision).padStart(2)}  ${event.at}  ${event.type.padEnd(22)} by ${event.actor.role.padEnd(14)}` +
        ` → ${state.stage.code}; ${[...cards, ...reviews].join(' · ')}`,
    );
  }
  const stored = await auditor.get<{ items: StoredEventView[] }>(`/audit/bindings/${id}/events?form=stored`);
  const checked = checkChain(stored.items);
  const says = checked.intact
    ? `chain of ${stored.items.length} events recomputed: intact, ends in ${checked.chain.slice(0, 16)}…`
    : '';
  should(checked.intact && stored.items.length === items.length, says || 'the chain is broken');
  const unlawful = checkStream(bindingStream(id), stored.items);
  const forbidden = `${unlawful?.type} at revision ${unlawful?.revision}: ${unlawful?.why}`;
  should(!unlawful, unlawful ? forbidden : 'decided again by the rules: each of these events is one that they allow');
}
