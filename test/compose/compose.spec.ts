import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { VARIABLES } from '../../src/config/variables.js';
import {
  imageInstruction,
  ofTheApplication,
  readComposeFile,
  VARIABLE,
  variablesFromEnv,
  type ComposeFile,
  type Service,
} from './compose-file.js';

const FILE = 'docker-compose.yml';
const OVERRIDE = 'docker-compose.kurrentdb.yml';
const compose = readComposeFile(FILE);
const services = Object.entries(compose.services);
const application = ofTheApplication(compose);

/** What the roles read from the environment: each variable, and each secret also by the name of a file. */
const known = new Set(
  Object.entries(VARIABLES).flatMap(([name, { secret }]) => (secret ? [name, `${name}_FILE`] : [name])),
);

function endsByItself(service: Service): boolean {
  return service.restart === 'no';
}

function defaultOf(name: keyof typeof VARIABLES): string {
  const { otherwise } = VARIABLES[name];
  return typeof otherwise === 'object' ? otherwise.text : '';
}

function namedVolumes(file: ComposeFile): string[] {
  const used = Object.values(file.services).flatMap(({ volumes = [] }) => volumes.map((one) => one.split(':')[0]!));
  return [...new Set(used)];
}

function settings(environment: Service['environment'], prefix: string): string[] {
  return Object.entries(environment ?? {}).flatMap(([key, value]) =>
    key.startsWith(prefix) && value !== null ? [`${key.slice(prefix.length)}=${value}`] : [],
  );
}

describe('docker-compose.yml', () => {
  it.each(application)('gives %s only variables that the configuration knows, and secrets as files', (_, service) => {
    const names = Object.keys(service.environment ?? {});
    expect(names.filter((name) => !known.has(name))).toEqual([]);
    expect(names.filter((name) => /KEY|PEPPER|DATABASE_URL/.test(name) && !name.endsWith('_FILE'))).toEqual([]);
  });

  it.each(application)('lets %s write nothing and gain no rights', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: ['/tmp'],
    });
  });

  it.each(application)('waits longer for %s to end in order than it may take', (_, service) => {
    const { STOP_SECONDS = defaultOf('STOP_SECONDS') } = service.environment ?? {};
    expect(service.stop_grace_period).toMatch(/^\d+s$/);
    const grace = parseInt(service.stop_grace_period ?? '', 10);
    expect(grace).toBeGreaterThanOrEqual(15);
    expect(grace).toBeGreaterThan(Number(STOP_SECONDS));
  });

  it('opens ports on this machine only: the web and the pages of the engines', () => {
    const open = services.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
    expect(open).toEqual([
      'api 127.0.0.1:3000:3000',
      'eventstoredb 127.0.0.1:2113:2113',
      'temporal-ui 127.0.0.1:8080:8080',
      'mail 127.0.0.1:8025:8025',
    ]);
  });

  it.each(services)('starts %s after what it needs is well, or has ended well', (_, { depends_on = {} }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      const needed = compose.services[name];
      expect(needed).toBeDefined();
      if (endsByItself(needed!))
        expect({ name, condition }).toEqual({ name, condition: 'service_completed_successfully' });
      else {
        expect({ name, condition }).toEqual({ name, condition: 'service_healthy' });
        expect(needed!.healthcheck).toBeDefined();
      }
    }
  });

  it('needs no .env, and .env.example names only what the files take from it', () => {
    const text = `${readFileSync(FILE, 'utf8')}${readFileSync(OVERRIDE, 'utf8')}`;
    expect(text.replaceAll('$$', '').replaceAll(VARIABLE, '')).not.toContain('$');
    const offered = readFileSync('.env.example', 'utf8').match(/^[A-Z_]+(?==)/gm) ?? [];
    expect(offered.length).toBeGreaterThan(0);
    const taken = variablesFromEnv(FILE);
    expect(offered.filter((name) => !taken.includes(name))).toEqual([]);
  });

  it('keeps the keys of the application from every engine', () => {
    const holders = services.filter(([, { volumes = [] }]) =>
      volumes.some((one) => one.startsWith('application-secrets:')),
    );
    expect(holders.map(([name]) => name)).toEqual(application.map(([name]) => name));
    const writers = holders.filter(([, { volumes = [] }]) =>
      volumes.some((one) => /^application-secrets:[^:]*$/.test(one)),
    );
    expect(writers.map(([name]) => name)).toEqual(['secrets']);
  });

  it('declares the volumes it uses, and no others', () => {
    expect(namedVolumes(compose).toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });

  it('names every image by a version', () => {
    const images = [...services, ...Object.entries(readComposeFile(OVERRIDE).services)].map(([, { image }]) => image);
    const others = images.filter((image) => image !== 'parent-account-binding');
    expect(others.filter((image) => !/:[\w.]*\d[\w.-]*$/.test(image))).toEqual([]);
  });
});

describe('docker-compose.kurrentdb.yml', () => {
  const [name, replaced] = Object.entries(readComposeFile(OVERRIDE).services)[0]!;

  it('replaces the event store by one with the same settings', () => {
    expect(settings(replaced.environment, 'KURRENTDB_')).toEqual(
      settings(compose.services[name]?.environment, 'EVENTSTORE_'),
    );
    expect(settings(replaced.environment, 'EVENTSTORE_')).toEqual([]);
  });
});

describe('the CI run', () => {
  const { jobs } = parse(readFileSync('.github/workflows/ci.yml', 'utf8')) as {
    jobs: { test: { env: { COMPOSE_FILE: string }; steps: { run?: string; env?: Record<string, string> }[] } };
  };

  it('runs the test command against the engines of docker-compose.yml', () => {
    const [step] = jobs.test.steps.filter(({ run }) => run?.includes('bash .ci/run'));
    expect(Object.keys(step?.env ?? {})).toEqual(['EVENTSTOREDB_URL', 'TEMPORAL_ADDRESS']);
    expect(step?.run).toContain('TEST_DATABASE_URL');
    for (const file of jobs.test.env.COMPOSE_FILE.split(':')) expect(existsSync(file)).toBe(true);
    const changed = Object.keys(readComposeFile('.github/engines.yml').services);
    expect(changed.filter((name) => !(name in compose.services))).toEqual([]);
  });
});

describe('the image', () => {
  it('does not run as root and starts the entry of every role', () => {
    expect(imageInstruction('USER')).toBe('node');
    expect(JSON.parse(imageInstruction('ENTRYPOINT') ?? 'null')).toEqual(['node', 'dist/src/main.js']);
  });

  it('is built without what belongs to this machine', () => {
    const left = readFileSync('.dockerignore', 'utf8').split('\n');
    for (const name of ['.git', '.env', '.data', 'node_modules', 'dist']) expect(left).toContain(name);
  });
});
