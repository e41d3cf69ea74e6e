import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Mailer, MailUnavailable, type Mail } from './mailer.js';

/** Embedded mode: each mail is a file that any mail program opens, `<time>-<random>.eml`, readable by the owner only. */
export class MailFolder extends Mailer {
  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {
    super();
  }

  async send(mail: Mail): Promise<void> {
    const now = new Date();
    const name = `${now.toISOString().replaceAll(':', '')}-${randomUUID()}.eml`;
    const unfinished = join(this.folder, `.${name}.tmp`);
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFile(unfinished, message(mail, this.from, now), { mode: 0o600 });
      await rename(unfinished, join(this.folder, name));
    } catch {
      throw new MailUnavailable('the folder of the mails cannot be written');
    }
  }
}

/** RFC 5322, the subject as RFC 2047 has it, the text as it is. */
function message({ to, subject, text }: Mail, from: string, at: Date): string {
  const headers = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: =?UTF-8?B?${Buffer.from(subject, 'utf8').toString('base64')}?=`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ];
  return `${headers.join('\r\n')}\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`;
}
