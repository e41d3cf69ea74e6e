/** The OpenAPI document at /api/openapi.json and the page a newcomer clicks first, /api/docs. */
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { FILL_IN, REMEMBER } from './documentation-page.js';
import type { NamedShape, SchemaObject } from '../answers/shape.js';
import { PROBLEM } from '../problems/problem.js';
import { SESSION_COOKIE } from '../access/session-cookie.js';

const INTRODUCTION = `
Binds a parent's account to a pupil, for Taipei's junior high schools. 家長帳號與學生的親子綁定。

**Try it here.** With the demo data, in this order:

1. \`POST /api/v1/session\` as a parent: school \`T99\`, account \`P10630008\`, password \`A200000003\` (the pupil's ID number). The cookie is kept by your browser; nothing to paste.
2. \`PUT /api/v1/session/password\`: the first password must be changed before anything else.
3. \`POST /api/v1/bindings\`, then with the \`id\` it answers: \`student-info/confirmation\`, \`consent\`, \`application\`, (read the case) \`submission\`.
4. \`POST /api/v1/session\` as the class teacher: account \`teacher301\`, password \`quiet-river-2020\`. \`GET /api/v1/reviews\`, then \`comparison\` and \`approval\`.
5. \`GET /api/v1/bindings/{id}\` shows the case; as \`auditor\` (same password) \`GET /api/v1/audit/bindings/{id}/events\` replays it.

Writes need an \`Idempotency-Key\`. The example key in the forms below is replaced by a fresh one at each *Execute*, the example applicant by those of the case you read last; whatever else you type is sent as it stands.
Errors are \`application/problem+json\` with a \`code\`; \`GET /api/v1/problems/{code}\` says what to do. Choose the language by \`Accept-Language\` (\`zh-TW\`, \`en\`).
`;

/** @param shapes of the answers that the routes name */
export function openApiDocument(app: INestApplication, shapes: readonly NamedShape[]): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('親子綁定 Parent account binding')
    .setDescription(INTRODUCTION)
    .setVersion('1')
    .addCookieAuth(
      SESSION_COOKIE,
      { type: 'apiKey', in: 'cookie', description: 'Set by POST /api/v1/session.' },
      'session',
    );
  for (const [name, description] of TAGS) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), { autoTagControllers: false });
  const components = document.components ?? {};
  const bodies = Object.entries(components.schemas ?? {}).map(([name, schema]) => [name, closed(schema)] as const);
  const answers = [PROBLEM, ...shapes].map(({ name, schema }) => [name, schema as SchemaObject] as const);
  return { ...document, components: { ...components, schemas: Object.fromEntries([...bodies, ...answers]) } };
}

/** BodyPipe refuses a field that the DTO does not have. */
function closed(schema: SchemaObject): SchemaObject {
  return { ...schema, additionalProperties: false };
}

const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['Session', '登入、身分、密碼: start here'],
  ['Binding', '家長: one request from the first click to the account'],
  ['Review', '導師、註冊組、教務主任: the inbox and the decisions'],
  ['Administration', '系統管理者: what needs a person behind the scenes'],
  ['Statistics', '統計: the 綁定率 of schools and classes'],
  ['Audit', '稽核: the history from the log, and the case as it stood'],
  ['Roster', '學籍名冊: what the school has, and the files that bring it in'],
  ['Services', '可用服務：以親子帳號登入的系統，及同意提供的資料'],
  ['Reference', '學校、同意書、審核原因、錯誤代碼'],
  ['Health', 'For operators'],
];

export function serveDocumentation(app: INestApplication, document: () => OpenAPIObject): void {
  SwaggerModule.setup('api/docs', app, document, {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: '親子綁定 API',
    swaggerOptions: {
      tryItOutEnabled: true,
      // The badge would ask a server in the internet about our document.
      validatorUrl: 'none',
      persistAuthorization: false,
      displayRequestDuration: true,
      requestInterceptor: inBrowser(FILL_IN),
      responseInterceptor: inBrowser(REMEMBER),
    },
  });
}

/** Nest writes functions into its page by their toString(). */
function inBrowser(source: string): never {
  return Object.assign(() => undefined, { toString: () => source }) as never;
}
