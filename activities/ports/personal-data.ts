import type { Sealed } from '../../domain/sealed.js';

/** Where a sealed value belongs; part of what is authenticated, so a value cannot be moved elsewhere. */
export interface SealContext {
  readonly stream: string;
  /** Whose key: an applicantId, a studentId, a staffId. */
  readonly subject: string;
  readonly field: string;
}

/** Opens what the HTTP edge sealed. */
export interface PersonalData {
  /** @throws Unopenable for good; every other error may be tried again. */
  open(sealed: Sealed, context: SealContext): Promise<string>;
}

/** The value can never be opened: its key was erased, or it was altered or moved. Trying again does not help. */
export class Unopenable extends Error {
  override readonly name = 'Unopenable';
  constructor(readonly reason: 'erased' | 'not-authentic') {
    super(reason === 'erased' ? 'the key of this value was erased' : 'the value is not authentic');
  }
}
