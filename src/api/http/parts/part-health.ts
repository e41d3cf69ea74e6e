/** Whether one part of the system does its work. */
export interface PartHealth {
  readonly name: string;
  /** impaired: some steps cannot be taken meanwhile, which is no reason to send everybody away. */
  readonly status: 'ok' | 'impaired' | 'failing';
  readonly detail?: string;
}

/** A part, and since when this process has seen it so: RFC 3339. */
export interface WatchedPart extends PartHealth {
  readonly since: string;
}

/** Asks one part; throws when it fails, may answer with what an operator should know of a part that works. */
export type Ask = () => Promise<string | void>;

const PATIENCE_MS = 2500;

/** Why a part is failing, in words of ours that may be shown; the message of another error may not. */
export class Failing extends Error {
  override readonly name = 'Failing';
}

/** As Failing, of a part that only some steps need. */
export class Impaired extends Error {
  override readonly name = 'Impaired';
}

export function isWell(parts: readonly PartHealth[]): boolean {
  return parts.every(({ status }) => status !== 'failing');
}

/**
 * How the parts of a role do, asked side by side and none for long. Who asks while a part is still being asked hears the
 * same answer: however many look, and however long a part hangs, it is asked once at a time.
 */
export class HealthOfParts {
  private readonly names: readonly string[];
  private readonly asked = new Map<string, Promise<string | void>>();
  /** How each part was found last, and since when: every look adds to it, whoever looks. */
  private readonly seen = new Map<string, { readonly status: PartHealth['status']; readonly since: string }>();

  constructor(private readonly parts: Readonly<Record<string, Ask>>) {
    this.names = Object.keys(parts);
  }

  /** In the order in which they were given. */
  async look(): Promise<readonly PartHealth[]> {
    const parts = await Promise.all(this.names.map((name) => healthOf(name, this.ask(name))));
    for (const { name, status } of parts) {
      if (this.seen.get(name)?.status !== status) this.seen.set(name, { status, since: new Date().toISOString() });
    }
    return parts;
  }

  /** As `look`, with the time since which each part has been as it is. */
  async watch(): Promise<readonly WatchedPart[]> {
    const parts = await this.look();
    return parts.map((part) => ({ ...part, since: this.seen.get(part.name)?.since ?? new Date().toISOString() }));
  }

  private ask(name: string): Promise<string | void> {
    const under = this.asked.get(name);
    if (under) return under;
    const answer = Promise.resolve()
      .then(this.parts[name])
      .finally(() => this.asked.delete(name));
    this.asked.set(name, answer);
    // Avoids an unhandled rejection if the check fails after its caller timed out.
    answer.catch(() => undefined);
    return answer;
  }
}

async function healthOf(name: string, answer: Promise<string | void>): Promise<PartHealth> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failing('does not answer in time')), PATIENCE_MS);
  });
  try {
    const detail = await Promise.race([answer, tooLong]);
    return { name, status: 'ok', ...(typeof detail === 'string' && { detail }) };
  } catch (error) {
    if (error instanceof Impaired) return { name, status: 'impaired', detail: error.message };
    return { name, status: 'failing', detail: error instanceof Failing ? error.message : 'does not answer' };
  } finally {
    clearTimeout(timer);
  }
}
