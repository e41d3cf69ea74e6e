import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MailFolder } from '../../src/notices/mail-folder.js';
import { MailUnavailable } from '../../src/notices/mailer.js';
import { codeMail } from '../../src/api/family/email-proof/code-mail.js';

describe('the folder of mails', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mails-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps each mail as a file for its owner only, whose name tells nothing', async () => {
    await new MailFolder(join(folder, 'mail'), 'no-reply@parent-binding.invalid').send(
      codeMail('mother@example.org', '012345', 'T99-7F3K9Q2M'),
    );
    const [name, ...more] = readdirSync(join(folder, 'mail'));
    expect([name, more]).toEqual([expect.stringMatching(/^[\dTZ.-]+[\da-f-]{36}\.eml$/), []]);
    expect(statSync(join(folder, 'mail', name!)).mode & 0o777).toBe(0o600);
    const [head, text] = readFileSync(join(folder, 'mail', name!), 'utf8').split('\r\n\r\n');
    expect(head).toContain('\r\nTo: mother@example.org\r\n');
    expect(text).toContain('驗證碼：012345');
    const [, subject] = /Subject: (=\?UTF-8\?B\?(.+)\?=)/.exec(head!)!;
    // RFC 2047: no encoded word is longer.
    expect(subject!.length).toBeLessThanOrEqual(75);
    expect(head).not.toContain('012345');
  });

  it('says that a mail did not go out, and not to whom', async () => {
    writeFileSync(join(folder, 'mail'), 'in the way');
    const sending = new MailFolder(join(folder, 'mail'), 'no-reply@parent-binding.invalid').send(
      codeMail('mother@example.org', '012345', 'T99-7F3K9Q2M'),
    );
    await expect(sending).rejects.toThrow(MailUnavailable);
    await expect(sending).rejects.not.toThrow(/mother/);
  });
});
