import type { Mail } from '../../../notices/mailer.js';

/** Names nobody: whoever reads it may be the owner of an address that was mistyped. */
export function codeMail(to: string, code: string, caseNumber: string): Mail {
  return {
    to,
    subject: '親子綁定驗證碼 / Your code',
    text: [
      `您的電子郵件驗證碼：${code}`,
      '10 分鐘內有效，請回到親子綁定申請頁面輸入。',
      `案號：${caseNumber}`,
      '若您沒有申請，請忽略這封信；請勿將驗證碼告訴他人。',
      '',
      `Your e-mail code: ${code}`,
      'It is good for 10 minutes; please type it on the page of the binding request.',
      `Case number: ${caseNumber}`,
      'If you asked for nothing, please ignore this mail. Tell the code to nobody.',
    ].join('\n'),
  };
}
