/**
 * Routes of the contract that docs/openapi.json does not name yet, as far as the pages call them.
 * Lists are plain arrays: openapi-fetch takes a readonly one for an object.
 * A route is taken out here once it is there; a route that the document names is ignored here.
 */
interface Answer<Status extends number, Body> {
  readonly responses: { readonly [S in Status]: { readonly content: { readonly 'application/json': Body } } };
}

interface Sends<Body> {
  readonly requestBody: { readonly content: { readonly 'application/json': Body } };
}

export interface AwaitedCaptcha {
  readonly id: string;
  readonly image: string;
  readonly alternative: { readonly parameters: Readonly<Record<string, unknown>>; readonly signature?: string };
  readonly expiresAt: string;
}

export interface AwaitedSession {
  readonly sessionId?: string;
  readonly secondFactor?: 'none' | 'needed' | 'to-be-set-up' | 'passed';
  readonly endsAt?: string;
  readonly idleEndsAt?: string;
}

export interface OwnSession {
  readonly id: string;
  readonly browser: string;
  readonly since: string;
  readonly lastSeen: string;
  readonly here: boolean;
}

export interface AwaitedPaths {
  '/api/v1/captchas': { readonly post: Answer<201, AwaitedCaptcha> };
  '/api/v1/session/second-factor': { readonly put: Sends<{ readonly code: string }> & Answer<200, AwaitedSession> };
  '/api/v1/me/second-factor': {
    readonly post: Sends<{ readonly password: string }> &
      Answer<200, { readonly secret: string; readonly uri: string; readonly qr: string }>;
    readonly put: Sends<{ readonly code: string }> & Answer<200, { readonly recoveryCodes: string[] }>;
  };
  '/api/v1/password-resets': {
    readonly post: Sends<{ readonly schoolId?: string; readonly account: string }> & Answer<202, unknown>;
  };
  '/api/v1/password-resets/{token}': {
    readonly put: { readonly parameters: { readonly path: { readonly token: string } } } & Sends<{
      readonly newPassword: string;
    }> &
      Answer<204, never>;
  };
  '/api/v1/me/sessions': {
    readonly get: Answer<200, { readonly items: OwnSession[] }>;
    readonly delete: Answer<204, never>;
  };
  '/api/v1/me/sessions/{id}': {
    readonly delete: { readonly parameters: { readonly path: { readonly id: string } } } & Answer<204, never>;
  };
}
