import { catalogue } from '../words/words';

export const words = catalogue(
  { me: '我的帳號', lead: '您可以在這裡管理自己的登入與密碼。', sessions: '登入紀錄', password: '密碼' },
  {
    me: 'My account',
    lead: 'Manage your sign-ins and your password here.',
    sessions: 'Sign-ins',
    password: 'Password',
  },
);
