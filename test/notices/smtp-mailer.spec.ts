import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Config } from '../../src/config/config.js';
import { MailUnavailable } from '../../src/notices/mailer.js';
import { MailFolder } from '../../src/notices/mail-folder.js';
import { openMailer } from '../../src/notices/open-mailer.js';
import { SmtpMailer } from '../../src/notices/smtp-mailer.js';
import { codeMail } from '../../src/api/family/email-proof/code-mail.js';

const FROM = 'binding@school.example.org';
const MAIL = codeMail('mother@example.org', '012345', 'T99-7F3K9Q2M');

interface Received {
  readonly from: string | false;
  readonly to: readonly string[];
  readonly message: string;
}

describe('the mail server', () => {
  const received: Received[] = [];
  let server: SMTPServer | undefined;
  let silent: Server | undefined;

  afterEach(async () => {
    received.length = 0;
    await new Promise<void>((done) => (server ? server.close(() => done()) : done()));
    await new Promise<void>((done) => (silent ? silent.close(() => done()) : done()));
    server = silent = undefined;
  });

  /** A receiver that speaks SMTP on a socket of its own. @returns its port */
  async function listens(options: SMTPServerOptions = {}): Promise<number> {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onData(stream, { envelope }, done) {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = envelope;
          const message = Buffer.concat(parts).toString('utf8');
          received.push({ from: mailFrom && mailFrom.address, to: rcptTo.map(({ address }) => address), message });
          done();
        });
      },
      ...options,
    });
    server.on('error', () => undefined);
    await new Promise<void>((done) => server?.listen(0, '127.0.0.1', () => done()));
    return (server.server.address() as AddressInfo).port;
  }

  it('gets a mail for one person, from the sender that is configured', async () => {
    const mailer = openMailer({ smtpUrl: `smtp://127.0.0.1:${await listens()}`, mailFrom: FROM } as Config);
    await mailer.send(MAIL);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ from: FROM, to: ['mother@example.org'] });
    const [head, body] = received[0]!.message.split(/\r\n\r\n/u);
    expect(head).toMatch(/^To: <?mother@example\.org>?$/mu);
    expect(head).toMatch(/^Subject: =\?UTF-8\?/mu);
    expect(head).not.toContain('012345');
    expect(decoded(head!, body!)).toContain('驗證碼：012345');
  });

  it('gets one mail for one address, whatever it looks like', async () => {
    const mailer = new SmtpMailer(`smtp://127.0.0.1:${await listens()}`, FROM);
    await mailer.send({ ...MAIL, to: 'a,b@example.org' }).catch(() => undefined);
    expect(
      received.flatMap(({ to }) => to).filter((to) => to !== '"a,b"@example.org' && to !== 'a,b@example.org'),
    ).toEqual([]);
  });

  it('is not told a password without TLS', async () => {
    const told: unknown[] = [];
    const port = await listens({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth(auth, _session, done) {
        told.push(auth);
        done(null, { user: 'x' });
      },
    });
    const mailer = new SmtpMailer(`smtp://user:pass%20word@127.0.0.1:${port}`, FROM);
    await expect(mailer.send(MAIL)).rejects.toThrow(MailUnavailable);
    expect([told, received]).toEqual([[], []]);
  });

  it('is not believed with a certificate that nobody vouches for', async () => {
    const port = await listens({ disabledCommands: [] });
    await expect(new SmtpMailer(`smtp://user:word@127.0.0.1:${port}`, FROM).send(MAIL)).rejects.toThrow(
      MailUnavailable,
    );
    expect(received).toEqual([]);
  });

  it.each<[string, SMTPServerOptions]>([
    ['the recipient', { onRcptTo: ({ address }, _session, done) => done(new Error(`no such user ${address}`)) }],
    ['the sender', { onMailFrom: ({ address }, _session, done) => done(new Error(`not from ${address}`)) }],
    [
      'the mail',
      { onData: (stream, _session, done) => stream.resume().on('end', () => done(new Error('spam: 012345'))) },
    ],
    ['the connection', { onConnect: (_session, done) => done(new Error('busy')) }],
  ])('may refuse %s: that is told, and nothing of the mail', async (_what, options) => {
    const port = await listens(options);
    const sending = new SmtpMailer(`smtp://127.0.0.1:${port}`, FROM).send(MAIL);
    await expect(sending).rejects.toThrow(MailUnavailable);
    await expect(sending).rejects.not.toThrow(/mother|012345|school/u);
  });

  it('is not waited for when it says nothing, or is not there', async () => {
    silent = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((done) => silent?.listen(0, '127.0.0.1', done));
    const { port } = silent.address() as AddressInfo;
    const since = Date.now();
    await expect(new SmtpMailer(`smtp://127.0.0.1:${port}`, FROM).send(MAIL)).rejects.toThrow(MailUnavailable);
    expect(Date.now() - since).toBeLessThan(3000);
    await expect(new SmtpMailer('smtp://127.0.0.1:1', FROM).send(MAIL)).rejects.toThrow(/\(E[A-Z]+\)$/u);
  });

  it('is a folder where none is configured', () => {
    expect(openMailer({ dataDir: 'somewhere', mailFrom: FROM } as Config)).toBeInstanceOf(MailFolder);
  });
});

/** The text of a mail of one part. */
function decoded(head: string, body: string): string {
  if (/base64/u.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  const bytes = body.replaceAll(/=\r\n/gu, '').replaceAll(/=([0-9A-F]{2})/gu, (_, hex: string) => `%${hex}`);
  return /quoted-printable/u.test(head) ? decodeURIComponent(bytes) : body;
}
