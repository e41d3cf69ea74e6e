import type { InboxItem } from '../../../src/tools/demo/office.js';
import { Client } from './client.js';

const WAYS = [
  { name: 'approval', decision: 'approve', weight: 0.75, body: { formChecked: true } },
  { name: 'rejection', decision: 'reject', weight: 0.1, body: { reasonCode: 'form-mismatch' } },
  {
    name: 'correction',
    decision: 'request-correction',
    weight: 0.15,
    body: { fields: ['mobile'], reasonCode: 'contact-wrong' },
  },
] as const;
type Way = (typeof WAYS)[number];

/** Somebody of the school: decides what lies in the inbox, one by one or together, and answers what families dispute. */
export class ReviewerClient extends Client {
  /** @param straight approves, so that the case goes on towards the account */
  async step(straight: boolean): Promise<void> {
    const inbox = await this.read<{ items: InboxItem[] }>('/reviews');
    const items = inbox?.items ?? [];
    if (items.length === 0) return;
    if (!straight && items.length > 1 && this.random.chance(0.2)) return this.decideTogether(items.slice(0, 3));
    const item = this.random.pick(items);
    const way = straight ? WAYS[0] : this.way();
    const { bindingId, applicantId, dossierRevision } = item;
    const path = `/reviews/${bindingId}/applicants/${applicantId}/${way.name}`;
    await this.write('POST', path, { dossierRevision, ...way.body }, true);
  }

  /** 維持原資料 */
  async keep(caseId: string): Promise<void> {
    await this.write('POST', `/bindings/${caseId}/student-info/keep`, { note: '經查與戶籍資料相符' });
  }

  private async decideTogether(items: readonly InboxItem[]): Promise<void> {
    const decisions = items.map(({ bindingId, applicantId, dossierRevision }) => {
      const { decision, body } = this.way();
      return { bindingId, applicantId, dossierRevision, decision, ...body };
    });
    await this.write('POST', '/reviews/decisions', { decisions });
  }

  private way(): Way {
    let at = this.random.next();
    return WAYS.find(({ weight }) => (at -= weight) < 0) ?? WAYS[0];
  }
}
