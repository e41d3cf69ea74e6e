import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { routes } from '../../../src/api/features.js';
import { EXAMPLE_KEY } from '../../../src/api/http/access/access.js';
import { BodyPipe } from '../../../src/api/http/input/body-pipe.js';
import { FILL_IN, REMEMBER } from '../../../src/api/http/docs/documentation-page.js';
import { SubmissionBody } from '../../../src/api/family/applying/submission-body.js';
import { problemCodes } from '../../../src/api/http/problems/problem-texts.js';
import { appWithoutEngines } from '../../http/app-without-engines.js';
import { Person } from '../../http/person.js';
import { ROUTES } from '../../http/routes.js';

const COMMITTED = fileURLToPath(new URL('../../../docs/openapi.json', import.meta.url));

/** Of every route, as its decorator names it. */
const BODIES = routes().flatMap(({ access }) => access.body ?? []);

describe('the documentation', () => {
  let app: INestApplication;
  let person: Person;
  let document: OpenAPIObject;

  beforeAll(async () => {
    app = await appWithoutEngines();
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    person = new Person(`http://127.0.0.1:${port}`);
    document = (await person.get('/api/openapi.json')).body as unknown as OpenAPIObject;
  });

  afterAll(async () => {
    await app.close();
  });

  it('has a page where it can be tried', async () => {
    const page = await person.get('/api/docs');
    expect(page.status).toBe(200);
    expect(page.body).toContain('swagger-ui');
    const script = await person.get('/api/docs/swagger-ui-init.js');
    expect(script.body).toContain('"requestInterceptor": (request)');
    expect(script.body).toContain('"responseInterceptor": (response)');
    expect((await person.get('/api/docs/swagger-ui-bundle.js')).status).toBe(200);
  });

  it('is OpenAPI 3.1 and lists exactly the routes of the contract', () => {
    expect(document.openapi).toBe('3.1.0');
    const served = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    expect(served.toSorted()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  /** `npm run docs` writes the file. */
  it('is committed as it is served', () => {
    expect(JSON.parse(readFileSync(COMMITTED, 'utf8'))).toEqual(document);
  });

  it('is served with a script that a browser can read', async () => {
    const { body } = await person.get('/api/docs/swagger-ui-init.js');
    expect(() => new Script(body as unknown as string)).not.toThrow();
  });

  it.each(ROUTES)(
    'says who $method $path is for, what it needs and what it answers',
    ({ method, path, who, idempotent }) => {
      const operation = document.paths[path]![method]!;
      expect(operation.summary).toMatch(/./);
      expect(operation.operationId).toMatch(/^[a-z-]+$/);
      expect(operation.security ?? []).toEqual(who === 'anyone' ? [] : [{ session: [] }]);
      const headers = (operation.parameters ?? []).filter((one) => 'in' in one && one.in === 'header');
      const onCase = /\/(bindings|reviews|applicants)\/\{/.test(path);
      expect(headers.map((one) => ('name' in one ? one.name : '')).toSorted()).toEqual([
        ...(idempotent ? ['Idempotency-Key'] : []),
        ...(onCase && (idempotent || path.endsWith('/email-proof')) ? ['If-Match'] : []),
      ]);
      const inPath = (operation.parameters ?? []).filter((one) => 'in' in one && one.in === 'path');
      expect(inPath.map((one) => ('name' in one ? `{${one.name}}` : ''))).toEqual(path.match(/\{\w+\}/g) ?? []);
      const statuses = Object.keys(operation.responses);
      expect(statuses.some((status) => status.startsWith('2'))).toBe(true);
      expect(statuses.includes('401')).toBe(who !== 'anyone' || (path.endsWith('/session') && method === 'post'));
    },
  );

  const operations = () => ROUTES.map((route) => ({ ...route, operation: document.paths[route.path]![route.method]! }));

  it('files every route under one heading, which it explains', () => {
    const headings = (document.tags ?? []).map(({ name }) => name);
    for (const { path, operation } of operations()) {
      expect([path, operation.tags?.length]).toEqual([path, 1]);
      expect(headings).toContain(operation.tags![0]);
    }
  });

  it('fills every form with a body that passes its own checks', async () => {
    let bodies = 0;
    for (const { operation } of operations()) {
      if (!operation.requestBody || !('content' in operation.requestBody)) continue;
      if (operation.requestBody.content['multipart/form-data']) continue;
      const { schema, examples } = operation.requestBody.content['application/json']!;
      // Any JSON: there is nothing to check.
      if (!('$ref' in schema!)) continue;
      const name = (schema as { $ref: string }).$ref.split('/').at(-1)!;
      const metatype = BODIES.find((one) => one.name === name)!;
      const values = Object.values(examples ?? {}).map((example) => ('value' in example ? example.value : undefined));
      expect([name, values.length > 0]).toEqual([name, true]);
      for (const value of values)
        await expect(new BodyPipe().transform(value, { type: 'body', metatype })).resolves.toEqual(value);
      bodies += 1;
    }
    expect(bodies).toBe(BODIES.length);
    expect(bodies).toBeGreaterThan(20);
  });

  it('lists what every route may answer, also when it is not asked as it should be', () => {
    for (const { path, method, who, operation } of operations()) {
      const problem = (status: number): string => {
        const answer = operation.responses[String(status)];
        const content = answer && 'content' in answer ? answer.content?.['application/problem+json'] : undefined;
        return JSON.stringify(content?.schema ?? {});
      };
      expect([path, problem(500)]).toEqual([path, expect.stringContaining('internal-error')]);
      if (who !== 'anyone')
        expect([path, problem(503)]).toEqual([path, expect.stringContaining('database-unavailable')]);
      if (method !== 'get') expect([path, problem(403)]).toEqual([path, expect.stringContaining('foreign-origin')]);
      const upload =
        operation.requestBody && 'content' in operation.requestBody
          ? operation.requestBody.content['multipart/form-data']
          : undefined;
      if (upload) {
        expect([path, problem(413)]).toEqual([path, expect.stringContaining('too-large')]);
        expect([path, problem(415)]).toEqual([path, expect.stringContaining('unsupported-media-type')]);
      } else if (operation.requestBody) {
        expect([path, problem(400)]).toEqual([path, expect.stringContaining('malformed-json')]);
        expect([path, problem(413)]).toEqual([path, expect.stringContaining('body-too-large')]);
        expect([path, problem(415)]).toEqual([path, expect.stringContaining('unsupported-media-type')]);
      }
      const asked = (operation.parameters ?? []).some((one) => 'in' in one && one.in === 'query');
      if (operation.requestBody || asked)
        expect([path, problem(422)]).toEqual([path, expect.stringContaining('invalid-body')]);
    }
  });

  it('describes the events both decoded and as stored', () => {
    const answer = document.paths['/api/v1/audit/bindings/{id}/events']!.get!.responses['200'];
    const schema = answer && 'content' in answer ? answer.content!['application/json']!.schema : undefined;
    const shapes = ['AuditEvents', 'StoredEvents'].map((name) => ({ $ref: `#/components/schemas/${name}` }));
    expect(schema).toEqual({ anyOf: shapes });
  });

  it('sends the applicants that were shown in place of the example, and every example key once', () => {
    const page = createContext({ window: { crypto: { randomUUID: () => 'fresh' } } });
    const inPage = (source: string, argument: object) =>
      new Script(`(${source})(${JSON.stringify(argument)})`).runInContext(page) as Record<string, never>;
    const [example] = Object.values(SubmissionBody.examples);
    const headers = { 'Idempotency-Key': EXAMPLE_KEY };
    const typed = JSON.stringify(example, null, 2);
    expect(inPage(FILL_IN, { headers, body: typed })).toEqual({ headers: { 'Idempotency-Key': 'fresh' }, body: typed });
    inPage(REMEMBER, { ok: true, body: { applicants: [{ id: 'one', dossierRevision: 7 }] } });
    inPage(REMEMBER, { ok: true, body: { applicants: [] } });
    inPage(REMEMBER, { ok: false });
    const { body } = inPage(FILL_IN, { headers: { 'Idempotency-Key': 'own' }, body: typed });
    expect(JSON.parse(body!)).toEqual({ dossierRevisions: { one: 7 } });
  });

  it('refers to no schema that does not exist', () => {
    const refs = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g) ?? [];
    const known = Object.keys(document.components!.schemas!);
    for (const ref of refs) expect(known).toContain(ref.split('/').at(-1));
  });

  it('has a page in both languages for every code that it names, and for every one there is', async () => {
    const enumerated = [...JSON.stringify(document).matchAll(/"code":\{"type":"string","enum":\[([^\]]*)\]/g)]
      .flatMap(([, list = '']) => JSON.parse(`[${list}]`) as string[])
      .filter((code) => problemCodes().includes(code));
    expect(new Set(enumerated).size).toBeGreaterThan(60);
    for (const code of new Set([...enumerated, ...problemCodes()])) {
      const { status, body } = await person.get(`/api/v1/problems/${code}`);
      expect([code, status, body['code']]).toEqual([code, 200, code]);
      for (const part of ['title', 'meaning', 'cure'])
        expect([code, part, Object.keys(body[part]!)]).toEqual([code, part, ['zh-TW', 'en']]);
    }
  });

  it('names only codes that have a page', () => {
    const problems = [
      ...JSON.stringify(document).matchAll(
        /schemas\/Problem"\},\{"type":"object","properties":\{"code":\{"type":"string","enum":\[([^\]]*)\]/g,
      ),
    ];
    expect(problems.length).toBeGreaterThan(100);
    for (const [, list = ''] of problems)
      for (const code of JSON.parse(`[${list}]`) as string[]) expect(problemCodes()).toContain(code);
  });

  it('draws its page with nothing from another host, and with nothing that its own policy forbids', async () => {
    const { body, headers } = await person.get('/api/docs');
    const html = String(body);
    const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
    expect(assets.length).toBeGreaterThan(3);
    for (const address of assets) {
      const url = new URL(address, `${person.url}/api/docs`);
      expect([address, url.host]).toEqual([address, new URL(person.url).host]);
      expect([address, (await person.get(url.pathname)).status]).toEqual([address, 200]);
    }
    // Without 'unsafe-inline' a script of the page itself would not run.
    expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/);
    expect([...html.matchAll(/<script(?![^>]*src=)[^>]*>/g)]).toEqual([]);
    expect(html).not.toMatch(/\son\w+=/);
  });

  it('sends the headers that keep a browser safe', async () => {
    const { headers } = await person.get('/api/docs');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    const answer = await person.get('/api/v1/reason-codes');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    // Only the documentation page needs inline styles.
    expect(answer.headers.get('content-security-policy')).not.toContain('unsafe');
  });
});
