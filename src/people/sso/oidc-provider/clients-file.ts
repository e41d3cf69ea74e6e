/** OIDC_CLIENTS_FILE: the services of an installation, kept where its other configuration is. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SqlQuery } from '../../../../eventstore/sql.js';
import { InvalidConfiguration, type Config } from '../../../config/config.js';
import { checkClient, type CheckedClient } from './client-rules.js';
import { addClient, findClient, newSecret, setSecret, updateClient } from './client-registry.js';

const several = z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]);

/** The members are the options of `cli clients add`, in camel case. */
const entry = z.strictObject({
  id: z.string(),
  name: z.string(),
  nameEn: z.string(),
  purpose: z.string(),
  purposeEn: z.string(),
  sector: z.string(),
  scope: z.union([z.string(), z.array(z.string()).transform((scopes) => scopes.join(' '))]),
  redirectUri: several,
  postLogoutRedirectUri: several,
  backchannelLogoutUri: z.string().optional(),
  homeUri: z.string().optional(),
  idTokenAlg: z.string().optional(),
  requestsPerMinute: z.number().optional(),
  /** Absent: none that works until `cli clients rotate-secret` makes one. */
  clientSecret: z.string().min(32).optional(),
});
const file = z.array(z.preprocess(inCamelCase, entry));

/**
 * Adds the services of the file and brings those that are there up to it; none is removed.
 * @throws InvalidConfiguration naming each entry that is refused, before anything is changed; DatabaseUnavailable
 */
export async function takeClientsFile(
  db: SqlQuery,
  { oidcClientsFile, embedded }: Pick<Config, 'oidcClientsFile' | 'embedded'>,
): Promise<void> {
  if (oidcClientsFile === undefined) return;
  const entries = read(oidcClientsFile);
  const checked = entries.map((one) => ({ one, answer: checkClient(one, embedded) }));
  const problems = [
    ...checked.flatMap(({ one, answer }) => problemOf(one.id, answer)),
    ...(await Promise.all(entries.map((one) => changedSector(db, one)))).flat(),
  ];
  if (problems.length > 0) throw new InvalidConfiguration(problems);
  for (const { one, answer } of checked) {
    if ('refused' in answer) continue;
    const { clientSecret } = one;
    const isNew = await addClient(db, answer.client, clientSecret ?? newSecret());
    if (!isNew) await updateClient(db, answer.client);
    if (!isNew && clientSecret !== undefined) await setSecret(db, one.id, clientSecret);
  }
}

function read(path: string): z.infer<typeof file> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new InvalidConfiguration(['OIDC_CLIENTS_FILE names a file that cannot be read']);
  }
  const { success, data, error } = file.safeParse(parsed(text));
  if (success) return data;
  throw new InvalidConfiguration(
    error.issues.map(({ path: at, message }) => `OIDC_CLIENTS_FILE, ${at.join('.') || 'the list'}: ${message}`),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InvalidConfiguration(['OIDC_CLIENTS_FILE is not JSON']);
  }
}

/** `redirect-uri`, `redirect_uri` and `redirectUris` are what `redirectUri` is. */
function inCamelCase(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name
        .replaceAll(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase())
        .replace(/Uris$/, 'Uri')
        .replace(/^scopes$/, 'scope'),
      one as unknown,
    ]),
  );
}

function problemOf(id: string, answer: CheckedClient): readonly string[] {
  return 'refused' in answer ? [`OIDC_CLIENTS_FILE, ${id}: ${answer.refused}`] : [];
}

async function changedSector(db: SqlQuery, { id, sector }: { readonly id: string; readonly sector: string }) {
  const known = await findClient(db, id);
  if (!known || known.sector === sector) return [];
  return [`OIDC_CLIENTS_FILE, ${id}: its sector is ${known.sector} and never changes`];
}
