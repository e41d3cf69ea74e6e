import { createTransport, type Transporter } from 'nodemailer';
import { Mailer, MailUnavailable, type Mail } from './mailer.js';

/** A click waits for the mail, and HTTP answers within 5 seconds. */
const CONNECT_MS = 2000;
const ANSWER_MS = 4000;

/** Hands each mail to the server of the school's mail (RFC 5321), over a connection of its own. */
export class SmtpMailer extends Mailer {
  private readonly transport: Transporter;

  /**
   * @param url `smtp://` or `smtps://`, with `user:password@` where the server asks for one: the password is sent over
   * TLS only.
   * @param from the sender of the mail.
   */
  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    this.transport = createTransport({
      url,
      requireTLS: new URL(url).username !== '',
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      dnsTimeout: CONNECT_MS,
      socketTimeout: ANSWER_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ to, subject, text }: Mail): Promise<void> {
    try {
      // An object: a text would be read as a list of addresses.
      await this.transport.sendMail({ from: this.from, to: { name: '', address: to }, subject, text });
    } catch (error) {
      throw new MailUnavailable(`the mail server did not take the mail${codeOf(error)}`);
    }
  }
}

/** What nodemailer says beside its code quotes the server, and a server quotes the address. */
function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^[A-Z_]+$/.test(code) ? ` (${code})` : '';
}
