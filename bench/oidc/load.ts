/** What is asked of a provider for some seconds, by all its visitors at once. */
import { createHash, randomBytes } from 'node:crypto';
import type { Measured, Side, Visitor } from './providers.js';

export async function refreshes(side: Side, seconds: number): Promise<Measured> {
  for (const visitor of side.visitors) await signIn(side, visitor);
  return during(side, seconds, async (visitor) => {
    const { refresh_token } = await token(side, { grant_type: 'refresh_token', refresh_token: visitor.refreshToken });
    visitor.refreshToken = refresh_token;
  });
}

export function silentSignIns(side: Side, seconds: number): Promise<Measured> {
  return during(side, seconds, (visitor) => signIn(side, visitor));
}

async function during(side: Side, seconds: number, once: (visitor: Visitor) => Promise<void>): Promise<Measured> {
  const began = performance.now();
  let count = 0;
  await Promise.all(
    side.visitors.map(async (visitor) => {
      while (performance.now() - began < seconds * 1000) {
        await once(visitor);
        count += 1;
      }
    }),
  );
  return { perSecond: (count * 1000) / (performance.now() - began) };
}

async function signIn(side: Side, visitor: Visitor): Promise<void> {
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL(`${side.issuer}/auth`);
  const parameters = {
    client_id: side.clientId,
    redirect_uri: side.redirectUri,
    response_type: 'code',
    scope: 'openid',
    prompt: 'none',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const answer = await fetch(url, { redirect: 'manual', headers: { cookie: visitor.cookie } });
  await answer.arrayBuffer();
  const code = new URL(answer.headers.get('location') ?? 'http://none').searchParams.get('code');
  if (code === null) throw new Error(`no code: ${answer.status} ${answer.headers.get('location')}`);
  const { refresh_token } = await token(side, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: side.redirectUri,
  });
  visitor.refreshToken = refresh_token;
}

async function token(side: Side, parameters: Readonly<Record<string, string>>): Promise<{ refresh_token: string }> {
  const credentials = Buffer.from(`${side.clientId}:${side.clientSecret}`).toString('base64');
  const answer = await fetch(`${side.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams(parameters),
  });
  const body = (await answer.json()) as { refresh_token?: string; error?: string };
  if (body.refresh_token === undefined) throw new Error(`no refresh token: ${answer.status} ${body.error}`);
  return { refresh_token: body.refresh_token };
}
