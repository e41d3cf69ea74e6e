/** Whether one part of the system does its work. */
export interface PartHealth {
  readonly name: string;
  readonly status: 'ok' | 'failing';
  readonly detail?: string;
}

const PATIENCE_MS = 2500;

/** Why a part is failing, in words of ours that may be shown; the message of another error may not. */
export class Failing extends Error {
  override readonly name = 'Failing';
}

export function isWell(parts: readonly PartHealth[]): boolean {
  return parts.every(({ status }) => status === 'ok');
}

/**
 * Asks one part, and never for long.
 * @param ask throws when the part fails; may answer with what an operator should know of a part that works.
 */
export async function partHealth(name: string, ask: () => Promise<string | void>): Promise<PartHealth> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failing('does not answer in time')), PATIENCE_MS);
  });
  try {
    const detail = await Promise.race([ask(), tooLong]);
    return { name, status: 'ok', ...(typeof detail === 'string' && { detail }) };
  } catch (error) {
    return { name, status: 'failing', detail: error instanceof Failing ? error.message : 'does not answer' };
  } finally {
    clearTimeout(timer);
  }
}
