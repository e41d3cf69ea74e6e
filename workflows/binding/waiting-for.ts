/** What a run says of itself when it is asked: ids, kinds and times, and no value of a person. */
import { defineQuery } from '@temporalio/workflow';
import type { Instant } from '../../domain/calendar/instants.js';
import type { AccountTask } from './activity-contract.js';
import { WAITING_FOR } from '../names.js';

export interface WaitingFor {
  /** What the run does next by itself; null while only a command or a signal can move it. */
  readonly next: NextStep | null;
  /** The accounts that it is creating, or still has to create or disable. */
  readonly accounts: readonly AccountWork[];
  /** The command that holds the turn, and since when; null between commands. */
  readonly inHand: { readonly type: string; readonly since: Instant } | null;
}

export interface NextStep {
  /** Kind of an entry of the agenda, or `look-at-the-log` for a run that does not know its stream yet. */
  readonly what: string;
  readonly when: Instant;
}

export type AccountWork = Pick<AccountTask, 'do' | 'applicantId' | 'accountId' | 'attempt'>;

export const waitingForQuery = defineQuery<WaitingFor>(WAITING_FOR);
