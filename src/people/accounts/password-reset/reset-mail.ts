import type { Mail } from '../../../notices/mailer.js';

/** Names nobody: the letter may reach a person who asked for nothing. */
export function resetMail(to: string, link: string): Mail {
  return {
    to,
    subject: '重新設定密碼 / Reset password',
    text: [
      '親愛的使用者，您好：',
      '我們收到重新設定密碼的申請。請於 30 分鐘內開啟以下連結，設定新密碼：',
      link,
      '連結只能使用一次；若您沒有申請，請忽略這封信，您的密碼不會變更。',
      '',
      'We received a request to reset your password. Open this link within 30 minutes and set a new one:',
      link,
      'The link serves once. If you asked for nothing, please ignore this mail; your password stays as it is.',
    ].join('\n'),
  };
}
