/** What reaches a request as a signal: the decisions of reviewers, which must outlive every outage, and the hint to catch up. */
import { defineSignal } from '@temporalio/workflow';
import type { Agenda } from './activity-contract.js';
import type { ApproveMessage, RejectMessage, RequestCorrectionMessage } from './messages.js';
import { APPROVE, CATCH_UP, REJECT, REQUEST_CORRECTION } from '../names.js';

export const approveSignal = defineSignal<[ApproveMessage]>(APPROVE);
export const rejectSignal = defineSignal<[RejectMessage]>(REJECT);
export const requestCorrectionSignal = defineSignal<[RequestCorrectionMessage]>(REQUEST_CORRECTION);

/** "In the log your stream ends here, and this is how agendas are derived now": ignored by a run whose own says the same. */
export type CatchUpArgs = [revision: Agenda['revision'], chain: Agenda['chain'], rules: Agenda['rules']];
export const catchUpSignal = defineSignal<CatchUpArgs>(CATCH_UP);
