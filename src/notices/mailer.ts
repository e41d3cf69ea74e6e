/** A letter to one person. Its text is not kept. */
export interface Mail {
  /** An address as domain/identity/email.ts lets it through: no blank, no line break. */
  readonly to: string;
  /** At most 45 bytes of UTF-8: one encoded word of RFC 2047. */
  readonly subject: string;
  readonly text: string;
}

/** The mail did not go out; it may be tried again. 503 `mail-unavailable`. Names no address. */
export class MailUnavailable extends Error {
  override readonly name = 'MailUnavailable';
}

export abstract class Mailer {
  /** @throws MailUnavailable */
  abstract send(mail: Mail): Promise<void>;
}
