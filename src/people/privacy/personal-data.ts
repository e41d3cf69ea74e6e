import { Unopenable, type PersonalData, type SealContext } from '../../../activities/ports/personal-data.js';
import type { Sealed } from '../../../domain/sealed.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';
import { openBytesWith, openWith, sealBytesWith, sealWith } from './sealing.js';
import { SubjectKeys } from './subject-keys.js';

export interface SealedValue {
  readonly sealed: Sealed;
  readonly context: SealContext;
}

export interface PlainValue {
  readonly plain: string;
  readonly context: SealContext;
}

/** Seals at the HTTP edge, opens where a person is shown what is theirs to see. */
export interface PersonalDataService extends PersonalData {
  /** @throws Unopenable when the person was erased; DatabaseUnavailable */
  seal(plain: string, context: SealContext): Promise<Sealed>;
  /** Seals many values with two statements for all their keys. @throws Unopenable when one was erased; DatabaseUnavailable */
  sealMany(values: readonly PlainValue[]): Promise<readonly Sealed[]>;
  /** A file, into the bytes that a table keeps. @throws Unopenable when the person was erased; DatabaseUnavailable */
  sealBytes(plain: Buffer, context: SealContext): Promise<Buffer>;
  /** @throws Unopenable, DatabaseUnavailable */
  openBytes(sealed: Buffer, context: SealContext): Promise<Buffer>;
  /** Opens many values with one query for all their keys. @throws Unopenable, DatabaseUnavailable */
  openMany(values: readonly SealedValue[]): Promise<string[]>;
  /** Like openMany, with null for what cannot be opened any more (an erased person): pages show a placeholder. */
  openWhatIsLeft(values: readonly SealedValue[]): Promise<(string | null)[]>;
  /** Erases the key of a person: whatever was sealed under it is unreadable for ever. */
  eraseKey(subject: string): Promise<void>;
}

export function createPersonalData(db: SqlQuery, config: Pick<Config, 'masterKey'>): PersonalDataService {
  const keys = new SubjectKeys(db, config.masterKey);

  async function openEach(values: readonly SealedValue[]): Promise<(string | Unopenable)[]> {
    const found = await keys.allToOpen(values.map(({ context }) => context.subject));
    return values.map(({ sealed, context }) => openOne(found.get(context.subject), sealed, context));
  }

  return {
    async seal(plain, context) {
      return sealWith(await keys.toSeal(context.subject), plain, context);
    },
    async sealMany(values) {
      const found = await keys.allToSeal(values.map(({ context }) => context.subject));
      return values.map(({ plain, context }) => {
        const key = found.get(context.subject);
        if (!key) throw new Unopenable('erased');
        return sealWith(key, plain, context);
      });
    },
    async open(sealed, context) {
      return openWith(await keys.toOpen(context.subject), sealed, context);
    },
    async sealBytes(plain, context) {
      return sealBytesWith(await keys.toSeal(context.subject), plain, context);
    },
    async openBytes(sealed, context) {
      return openBytesWith(await keys.toOpen(context.subject), sealed, context);
    },
    async openMany(values) {
      return (await openEach(values)).map((value) => {
        if (typeof value === 'string') return value;
        throw value;
      });
    },
    async openWhatIsLeft(values) {
      return (await openEach(values)).map((value) => {
        if (typeof value === 'string') return value;
        // A value that was altered is not erased: that must not pass for a placeholder.
        if (value.reason !== 'erased') throw value;
        return null;
      });
    },
    eraseKey: (subject) => keys.erase(subject),
  };
}

function openOne(key: Buffer | undefined, sealed: Sealed, context: SealContext): string | Unopenable {
  if (!key) return new Unopenable('erased');
  try {
    return openWith(key, sealed, context);
  } catch (error) {
    if (error instanceof Unopenable) return error;
    throw error;
  }
}
