/** Back-channel logout: makes the calls that are due, each in the library's own way. */
import { callDone, giveUpOld, takeDueCalls } from './logout-calls.js';
import type { TellService } from './adapt-provider.js';
import type { ProviderParts } from './provider-parts.js';

const AT_ONCE = 20;

/** Until nothing is due. What a service does not hear is due again later. */
export async function tellServices(
  { db, tell }: Pick<ProviderParts, 'db' | 'tell'>,
  call: TellService,
  signal: AbortSignal,
): Promise<void> {
  if ((await giveUpOld(db)) > 0) tell('a service did not hear of a sign-out in two minutes', {});
  for (;;) {
    const due = await takeDueCalls(db, AT_ONCE);
    await Promise.all(
      due.map(async ({ callId, clientId, accountId, sid }) => {
        try {
          await call(clientId, accountId, sid);
          await callDone(db, callId);
        } catch (error) {
          tell('a service did not hear of a sign-out; it is told again', {
            clientId,
            error: error instanceof Error ? error.name : 'unknown',
          });
        }
      }),
    );
    if (due.length < AT_ONCE || signal.aborted) return;
  }
}
