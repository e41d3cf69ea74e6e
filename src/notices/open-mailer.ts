import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { MailFolder } from './mail-folder.js';
import type { Mailer } from './mailer.js';
import { SmtpMailer } from './smtp-mailer.js';

/** The mail server that is configured; without one, a folder. */
export function openMailer({ smtpUrl, mailFrom, dataDir }: Config): Mailer {
  return smtpUrl === undefined ? new MailFolder(join(dataDir, 'mail'), mailFrom) : new SmtpMailer(smtpUrl, mailFrom);
}
