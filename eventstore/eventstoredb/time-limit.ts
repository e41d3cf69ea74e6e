import { Unavailable } from '../port.js';

/**
 * The client's own deadlines do not hold against a peer that accepts a connection and never answers, so each call gets a timer here.
 * The call goes on unheard; `abandon` may stop it.
 * @throws Unavailable when the time is over.
 */
export async function withinTime<T>(milliseconds: number, call: Promise<T>, abandon?: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abandon?.();
      reject(new Unavailable(`the event store did not answer within ${milliseconds} ms`));
    }, milliseconds);
  });
  // Whichever loses the race may still reject; nobody is there to hear it.
  call.catch(() => undefined);
  try {
    return await Promise.race([call, over]);
  } finally {
    clearTimeout(timer);
  }
}
