/** docker-compose.yml and Dockerfile as the tests read them: with no .env, so each `${NAME:-default}` is its default. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[] | string;
  readonly entrypoint?: readonly string[];
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
}

/** `${NAME:-default}`, the only form that may stand in the files. */
export const VARIABLE = /\$\{([A-Z_]+):-([^}]*)\}/g;

export function readComposeFile(file: string): ComposeFile {
  // Compose puts values in after it has parsed: one that is empty is an empty text, not nothing.
  const text = readFileSync(file, 'utf8').replaceAll(VARIABLE, (_, __, otherwise: string) => otherwise || "''");
  return parse(text, { merge: true }) as ComposeFile;
}

/** Names of the variables that the file takes from .env. */
export function variablesFromEnv(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(VARIABLE)].map(([, name]) => name as string);
}

export function ofTheApplication({ services }: ComposeFile): readonly (readonly [name: string, service: Service])[] {
  return Object.entries(services).filter(([, { build }]) => build !== undefined);
}

/** An instruction of the last stage, which is the image. */
export function imageInstruction(name: string): string | undefined {
  const lastStage =
    readFileSync('Dockerfile', 'utf8')
      .split(/^FROM /m)
      .at(-1) ?? '';
  return new RegExp(`^${name} (.*)$`, 'm').exec(lastStage)?.[1];
}
