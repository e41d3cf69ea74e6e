/** What a service may ask for. There is no offline_access: nothing outlives the sign-out. */
export const SCOPES = ['openid', 'email', 'profile', 'children'] as const;
export type Scope = (typeof SCOPES)[number];

/** Those a person is asked about; `openid` alone passes nothing on but a name for this sector. */
export const ASKED_SCOPES = ['email', 'profile', 'children'] as const satisfies readonly Scope[];

/** The claims of each scope. What `openid` names stands in every ID token. */
export const CLAIMS = {
  openid: ['sub', 'amr', 'auth_time'],
  email: ['email', 'email_verified'],
  profile: ['name', 'locale'],
  children: ['children'],
} as const satisfies Readonly<Record<Scope, readonly string[]>>;

export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}
