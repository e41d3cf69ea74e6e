/** The registration of the service to try with: 校園繳費, on this machine. */
import type { SqlQuery } from '../../../../eventstore/sql.js';
import { addClient, findClient, setSecret, updateClient } from './client-registry.js';

export const SCHOOL_FEES = 'school-fees';

/**
 * @param port where it listens, on 127.0.0.1
 * @param more of a second one beside it: the addresses of the first stay registered
 */
export async function registerSchoolFees(db: SqlQuery, port: number, secret: string, more = false): Promise<void> {
  const origin = `http://127.0.0.1:${port}`;
  const known = more ? await findClient(db, SCHOOL_FEES) : undefined;
  const client = {
    id: SCHOOL_FEES,
    name: '校園繳費',
    nameEn: 'School fees',
    purpose: '顯示孩子的繳費單（示範服務）',
    purposeEn: 'To show your children’s bills (a demonstration)',
    sector: SCHOOL_FEES,
    scopes: ['openid', 'email', 'profile', 'children'] as const,
    redirectUris: [...new Set([...(known?.redirectUris ?? []), `${origin}/callback`])],
    postLogoutRedirectUris: [...new Set([...(known?.postLogoutRedirectUris ?? []), `${origin}/`])],
    backchannelLogoutUri: known?.backchannelLogoutUri ?? `${origin}/backchannel-logout`,
    homeUri: known?.homeUri ?? `${origin}/`,
  };
  if (await addClient(db, client, secret)) return;
  await updateClient(db, client);
  await setSecret(db, SCHOOL_FEES, secret);
}
