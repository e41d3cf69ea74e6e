/** Checks timers and activities of a history against the agendas that its markers brought. */
import { accountIdOf } from '../../domain/binding/identifiers.js';
import { requestIdOfWorkflow } from '../../workflows/names.js';
import { RECONCILE_SCHEDULE, type CasesOrder } from '../../workflows/reconcile/reconcile-contract.js';
import { decoded, type GoldenHistory, type HistoryEvent } from './golden-histories.js';

/** The workflow's clock has milliseconds, the server's history nanoseconds. */
const ROUNDING_MS = 2;

/** However soon an account is due, its creation is tried for so long. */
const SHORTEST_TERM_MS = 60_000;

/** @returns a line for each timer that ends at no known deadline, and each activity that was asked for in another way. */
export function goneAstray({ workflowId, history }: Pick<GoldenHistory, 'workflowId' | 'history'>): string[] {
  const dues = duesIn(JSON.stringify(history.events.flatMap(payloadsOf)));
  const wrong: string[] = [];
  let now = 0;
  for (const event of history.events) {
    now = clockAfter(event) ?? now;
    const { timerStartedEventAttributes: timer, activityTaskScheduledEventAttributes: activity } = event;
    if (timer) wrong.push(...timerAstray(now, milliseconds(timer.startToFireTimeout), dues));
    if (!activity) continue;
    if (isPass(workflowId)) wrong.push(...passAstray(activity));
    else wrong.push(...activityAstray(activity, requestIdOfWorkflow(workflowId), now, dues));
  }
  return wrong;
}

/** The workflow's clock stands still within a task, but for the end of a local activity. */
function clockAfter({ eventTime, workflowTaskStartedEventAttributes, markerRecordedEventAttributes }: HistoryEvent) {
  if (workflowTaskStartedEventAttributes) return Date.parse(eventTime);
  const data = markerRecordedEventAttributes?.details['data'];
  if (!data) return undefined;
  const [{ complete_time: end }] = decoded(data) as [{ complete_time: { seconds: number; nanos: number } }];
  return end.seconds * 1000 + end.nanos / 1_000_000;
}

function timerAstray(now: number, length: number, dues: readonly number[]): string[] {
  const rings = now + length;
  // What is due already is looked at with the shortest timer that there is.
  const isAtOnce = length <= 1 && dues.some((due) => due <= now);
  return near(rings, dues) || isAtOnce ? [] : [`a timer for ${new Date(rings).toISOString()}, when nothing is due`];
}

type Activity = NonNullable<HistoryEvent['activityTaskScheduledEventAttributes']>;

function activityAstray(activity: Activity, requestId: string, now: number, dues: readonly number[]): string[] {
  const { startToCloseTimeout, scheduleToCloseTimeout, retryPolicy, input } = activity;
  const { name } = activity.activityType;
  const problems: string[] = [];
  const expectSame = (what: string, is: unknown, should: unknown) => {
    if (JSON.stringify(is) !== JSON.stringify(should)) problems.push(`${name}: ${what} ${JSON.stringify(is)}`);
  };
  expectSame('attempts', retryPolicy.maximumAttempts ?? 0, 0);
  if (name === 'createAccount' || name === 'disableAccount') {
    const [order] = decoded(input) as [{ applicantId: string }];
    const { applicantId } = order;
    expectSame('order', order, { requestId, applicantId, accountId: accountIdOf(requestId, applicantId), attempt: 1 });
  }
  if (name === 'createAccount') {
    expectSame('startToClose', startToCloseTimeout, '10s');
    const term = milliseconds(scheduleToCloseTimeout);
    expectSame('ends when it is due', term === SHORTEST_TERM_MS || near(now + term, dues), true);
  } else {
    expectSame('name', ['execute', 'disableAccount'].includes(name), true);
    expectSame('request', (decoded(input)[0] as { requestId: string }).requestId, requestId);
    expectSame('startToClose', startToCloseTimeout, '5s');
    expectSame('scheduleToClose', scheduleToCloseTimeout, '0s');
    expectSame('back-off', retryPolicy.maximumInterval, '5s');
  }
  return problems;
}

/** Whether it is a pass of reconcile, and no case. */
export function isPass(workflowId: string): boolean {
  return workflowId.startsWith(RECONCILE_SCHEDULE);
}

/** A pass may take hours, and one whose worker is gone is noticed in seconds. */
function passAstray({ activityType: { name }, input, ...limits }: Activity): string[] {
  const problems: string[] = [];
  const { startToCloseTimeout, heartbeatTimeout, retryPolicy } = limits;
  const is = [startToCloseTimeout, heartbeatTimeout, retryPolicy.maximumInterval, retryPolicy.maximumAttempts ?? 0];
  if (JSON.stringify(is) !== JSON.stringify(['21600s', '20s', '20s', 0])) problems.push(`${name}: ${is.join(' ')}`);
  if (name === 'sendDecisionsAgain') return problems;
  const [order] = decoded(input) as [Partial<CasesOrder>];
  const isOrder = order.scope === 'every' || order.scope === 'changed';
  return name === 'signalCases' && isOrder ? problems : [...problems, `${name} is no part of a pass`];
}

/** What activities and markers brought, and what a run was begun with. */
function payloadsOf(event: HistoryEvent): readonly unknown[] {
  const { markerRecordedEventAttributes: marker, activityTaskCompletedEventAttributes: activity } = event;
  const begun = event.workflowExecutionStartedEventAttributes?.input;
  return [marker?.details['result'], activity?.result, begun].flatMap((list) => (list?.payloads ? decoded(list) : []));
}

/** Every instant that an agenda names: of its next deadlines, and until when an account is tried; in milliseconds since 1970. */
function duesIn(text: string): readonly number[] {
  const named = text.matchAll(/(?:\["[a-z-]+",|"dueAt":)"([^"]+)"/g);
  return [...named].map(([, instant = '']) => Date.parse(instant));
}

function near(at: number, dues: readonly number[]): boolean {
  return dues.some((due) => Math.abs(due - at) <= ROUNDING_MS);
}

/** `12.345s` */
function milliseconds(duration: string): number {
  return Number.parseFloat(duration) * 1000;
}
