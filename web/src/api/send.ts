/** One way to send: one Idempotency-Key per body, If-Match, repeated with the same key where no answer came. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { newKey } from './key';
import { asProblem, Problem } from './problem';
import { pauseBefore, refresh } from './queries';
import { withSession } from './session-guard';

export interface SendHeader {
  readonly 'Idempotency-Key': string;
  readonly 'If-Match'?: string;
}

export interface Waiting {
  readonly problem: Problem;
  /** ms since the epoch, when it goes out again */
  readonly until: number;
}

export interface Sending<Body> {
  /** Does nothing while a call is on its way: a double click sends once. */
  readonly send: (body: Body) => void;
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  readonly waiting: Waiting | undefined;
  /** Grows with each refusal, so that a second identical one takes the focus again. */
  readonly round: number;
  /** Ends the pause before the next attempt. */
  readonly now: () => void;
  /** Sends the same body once more, with the same key. */
  readonly again: () => void;
  readonly clear: () => void;
}

export interface SendOptions<Body, Answer> {
  /** The revision of the case as shown; goes out as If-Match. */
  readonly revision?: number | undefined;
  /** After success, while the page is still there: navigate with replace, announce. */
  readonly done?: (answer: Answer, body: Body) => void | Promise<void>;
  /** After a refusal: a new captcha, say. */
  readonly refused?: (problem: Problem) => void;
  /** The names of reads to take again after success and after a refusal; all where absent. */
  readonly refreshes?: readonly string[];
}

const MOST_ATTEMPTS = 8;

export function useSend<Body, Answer>(
  act: (body: Body, header: SendHeader) => Promise<Answer>,
  options: SendOptions<Body, Answer> = {},
): Sending<Body> {
  const [state, setState] = useState<{ pending: boolean; problem?: Problem; waiting?: Waiting; round: number }>({
    pending: false,
    round: 0,
  });
  const latest = useRef({ act, options });
  const keys = useRef(new Keys());
  const busy = useRef(false);
  const last = useRef<Body>(undefined);
  const wake = useRef<() => void>(() => undefined);

  useEffect(() => {
    latest.current = { act, options };
  });
  useEffect(() => {
    if (!state.pending) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [state.pending]);

  const send = useCallback(async (body: Body): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    last.current = body;
    // By the address, not by whether the form still stands: a case that has moved on may have taken its form away already.
    const { pathname } = window.location;
    const isHere = (): boolean => window.location.pathname === pathname;
    setState(({ round }) => ({ pending: true, round }));
    const { revision, refreshes = [] } = latest.current.options;
    const header = keys.current.headerFor(body, revision);
    try {
      const answer = await repeat(
        () => withSession(() => latest.current.act(body, header)),
        (waiting) => setState(({ round }) => ({ pending: true, round, ...(waiting && { waiting }) })),
        (how) => (wake.current = how),
      );
      keys.current.settled();
      await refresh(...refreshes).catch(() => undefined);
      setState({ pending: false, round: 0 });
      if (isHere()) await latest.current.options.done?.(answer, body);
    } catch (error) {
      const problem = asProblem(error);
      if (!problem.repeatable) keys.current.settled();
      if (problem.changedMeanwhile) await refresh().catch(() => undefined);
      setState(({ round }) => ({ pending: false, problem, round: round + 1 }));
      if (isHere()) latest.current.options.refused?.(problem);
    } finally {
      busy.current = false;
    }
  }, []);

  return {
    send: (body) => void send(body),
    pending: state.pending,
    problem: state.problem,
    waiting: state.waiting,
    round: state.round,
    now: () => wake.current(),
    again: () => {
      if (last.current !== undefined) void send(last.current);
    },
    clear: () => setState({ pending: false, round: 0 }),
  };
}

/** One key per body and revision for as long as its outcome is unknown. */
class Keys {
  private text: string | undefined;
  private key = '';

  headerFor(body: unknown, revision: number | undefined): SendHeader {
    const text = JSON.stringify([body, revision]);
    if (text !== this.text) this.key = newKey();
    this.text = text;
    return { 'Idempotency-Key': this.key, ...(revision !== undefined && { 'If-Match': `"${revision}"` }) };
  }

  settled(): void {
    this.text = undefined;
  }
}

async function repeat<Answer>(
  call: () => Promise<Answer>,
  tell: (waiting: Waiting | undefined) => void,
  wakeable: (how: () => void) => void,
): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const problem = asProblem(error);
      if (!problem.repeatable || attempt + 1 >= MOST_ATTEMPTS) throw problem;
      const pause = pauseBefore(attempt, problem);
      tell({ problem, until: Date.now() + pause });
      await sleep(pause, wakeable);
      tell(undefined);
    }
  }
}

/** Ends early when the connection is back, or when the person asks. */
function sleep(ms: number, wakeable: (how: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener('online', end);
    wakeable(end);
  });
}
