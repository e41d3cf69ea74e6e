/** What reaches a request as a signal: the decisions of reviewers, which must outlive every outage, and the hint to catch up. */
import { defineSignal } from '@temporalio/workflow';
import type { ApproveMessage, RejectMessage, RequestCorrectionMessage } from './messages.js';
import { APPROVE, CATCH_UP, REJECT, REQUEST_CORRECTION } from '../names.js';

export const approveSignal = defineSignal<[ApproveMessage]>(APPROVE);
export const rejectSignal = defineSignal<[RejectMessage]>(REJECT);
export const requestCorrectionSignal = defineSignal<[RequestCorrectionMessage]>(REQUEST_CORRECTION);
/** "Your stream has reached this revision": ignored by a run that has it. */
export const catchUpSignal = defineSignal<[number]>(CATCH_UP);
