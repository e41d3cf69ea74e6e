/** The configuration of each plan, as the suite's own pages take it. */

export interface Judged {
  /** Our own origin. */
  readonly publicUrl: string;
  readonly alias: string;
  readonly email: string;
  readonly password: string;
  /** By the id of the client. */
  readonly secrets: Readonly<Record<JudgedClient, string>>;
}

/** The RP-initiated plan wants a client without a back channel, the back-channel plan one with it. */
export const JUDGED_CLIENTS = ['judge', 'judge-second', 'judge-post', 'judge-logout', 'judge-back-channel'] as const;
export type JudgedClient = (typeof JUDGED_CLIENTS)[number];

export function plansOf(judged: Judged): Readonly<Record<string, unknown>> {
  const { publicUrl, alias, secrets } = judged;
  const client = (id: JudgedClient) => ({ client_id: id, client_secret: secrets[id] });
  const common = {
    alias,
    description: 'parent-account-binding',
    server: { discoveryUrl: `${publicUrl}/oidc/.well-known/openid-configuration` },
    client: client('judge'),
    client2: client('judge-second'),
    client_secret_post: client('judge-post'),
    browser: browserOf(judged),
    override: overridesOf(judged),
  };
  return {
    'oidcc-config-certification-test-plan': { ...common },
    'oidcc-basic-certification-test-plan[server_metadata=discovery][client_registration=static_client]': common,
    'oidcc-rp-initiated-logout-certification-test-plan[client_registration=static_client][response_type=code]': {
      ...common,
      client: client('judge-logout'),
    },
    'oidcc-backchannel-rp-initiated-logout-certification-test-plan[client_registration=static_client][response_type=code]':
      { ...common, client: client('judge-back-channel') },
  };
}

function browserOf({ publicUrl, email, password }: Judged): readonly unknown[] {
  const signIn = {
    task: 'Sign in',
    match: `${publicUrl}/sso/*`,
    optional: true,
    commands: [
      ['text', 'id', 'email', email, 'optional'],
      ['text', 'id', 'password', password, 'optional'],
      ['click', 'css', 'main button'],
    ],
  };
  const consent = {
    task: 'Consent',
    match: `${publicUrl}/sso/*`,
    optional: true,
    commands: [['click', 'css', 'main button']],
  };
  const done = {
    task: 'Verify complete',
    match: '*/test/*/callback*',
    optional: true,
    commands: [['wait', 'id', 'submission_complete', 10]],
  };
  const signOut = {
    task: 'Sign out',
    match: `${publicUrl}/oidc/session/end*`,
    optional: true,
    commands: [['click', 'css', 'button[autofocus]']],
  };
  return [
    { match: `${publicUrl}/oidc/auth*`, tasks: [signIn, consent, done] },
    { match: `${publicUrl}/oidc/session/end*`, tasks: [signOut] },
  ];
}

/** Where the module is about a page of ours that says what is wrong. */
function overridesOf({ publicUrl }: Judged): Readonly<Record<string, unknown>> {
  const page = (match: string) => ({
    browser: [
      {
        match: `${publicUrl}${match}`,
        tasks: [
          {
            task: 'Expect a page that says what is wrong',
            match: `${publicUrl}${match}`,
            commands: [['wait', 'css', 'h1', 10, '.*', 'update-image-placeholder']],
          },
        ],
      },
    ],
  });
  const atTheStart = [
    'oidcc-ensure-registered-redirect-uri',
    'oidcc-ensure-request-object-with-redirect-uri',
    'oidcc-redirect-uri-query-added',
    'oidcc-redirect-uri-query-mismatch',
  ];
  return Object.fromEntries(atTheStart.map((module) => [module, page('/oidc/auth*')]));
}
