/** The NestJS application: what is in force for every route, the features, and what runs before Nest. */
import type { Server } from 'node:http';
import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Express, Request, Response } from 'express';
import type { LogLevel } from '../config/config.js';
import { JsonLog } from '../logging/json-log.js';
import { answerShapes, FEATURES } from './features.js';
import { builtPages, servePages } from './pages/pages.js';
import { AnsweringAdapter } from './http/answers/answer.js';
import { openApiDocument, serveDocumentation } from './http/docs/open-api.js';
import { RouteTable } from './http/docs/route-table.js';
import { accessLog } from './http/edge/access-log.js';
import { useExpressEdge } from './http/edge/express-edge.js';
import { RequestLimits } from './http/edge/request-limits.js';
import { SignInLimits } from '../people/accounts/sign-in-limits.js';
import { mountSso } from './sso/mount.js';
import { setServerTimes } from './http/edge/server-times.js';
import { HttpModule } from './http/http.module.js';
import type { ApiParts } from './http/parts/api-parts.js';
import { PartsModule } from './http/parts/parts.module.js';
import { answerUnreadableRequests } from './http/problems/unreadable-requests.js';

@Module({})
class ApplicationModule {
  static of(parts: ApiParts, limits: RequestLimits, routes: RouteTable): DynamicModule {
    const imports = [PartsModule.of(parts), HttpModule.of(limits, routes), ...FEATURES];
    return { module: ApplicationModule, imports };
  }
}

/** Creates the application; it is ready to listen. */
export async function createHttpApplication(parts: ApiParts): Promise<INestApplication> {
  const limits = new RequestLimits(parts.config.limits);
  const document = (): OpenAPIObject => openApiDocument(app, answerShapes());
  const routes = new RouteTable(document);
  const app = await NestFactory.create<NestExpressApplication>(
    ApplicationModule.of(parts, limits, routes),
    new AnsweringAdapter(),
    {
      bodyParser: false,
      logger: new JsonLog('api', quiet(parts.config.logLevel)),
    },
  );
  if (parts.config.logLevel === 'debug') app.use(accessLog(new JsonLog('http', 'debug')));
  const pages = builtPages();
  const { db, accounts } = parts;
  const sso = mountSso(parts.oidc, { db, accounts, limits: new SignInLimits(db, parts.config) });
  useExpressEdge(app, parts.config, { limits, routes, sso }, pages === undefined ? undefined : servePages(pages));
  setServerTimes(app.getHttpServer() as Server);
  answerUnreadableRequests(app.getHttpServer() as Server);
  serveDocumentation(app, document);
  if (pages === undefined) (app.getHttpAdapter().getInstance() as Express).get('/', toDocumentation);
  await app.init();
  return app;
}

function toDocumentation(_request: Request, response: Response): void {
  response.redirect('/api/docs');
}

/** Nest logs every route at `log`, which no operator reads. */
function quiet(level: LogLevel): LogLevel {
  return level === 'log' ? 'warn' : level;
}
