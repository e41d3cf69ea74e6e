/** The NestJS application: every controller, and what stands before all of them. */
import type { Server } from 'node:http';
import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express, Request, Response } from 'express';
import { FailedAccountsController } from '../administration/failed-accounts.controller.js';
import { AuditLogController } from '../audit/audit-log.controller.js';
import { AuditController } from '../audit/audit.controller.js';
import { CommandRows } from '../commands/command-rows.js';
import { DecisionBatches } from '../commands/decision-batches.js';
import { FamilyCommands } from '../commands/family-commands.js';
import { Preconditions } from '../commands/preconditions.js';
import { ReviewCommands } from '../commands/review-commands.js';
import type { LogLevel } from '../config/config.js';
import { ConsentTextsController } from '../consent/consent-texts.controller.js';
import { EvidenceAccess } from '../evidence/evidence-access.js';
import { EvidenceStore } from '../evidence/evidence-store.js';
import { openScanner } from '../adapters/clamav/open-scanner.js';
import { Scanner } from '../adapters/clamav/scanner.js';
import { EvidenceController } from '../evidence/evidence.controller.js';
import { TakeEvidence } from '../evidence/take-evidence.js';
import { HealthController } from '../health/health.controller.js';
import { JsonLog } from '../logging/json-log.js';
import { Mailer } from '../notices/mailer.js';
import { openMailer } from '../notices/open-mailer.js';
import { BindingsController } from '../parents/bindings.controller.js';
import { CaseAccess } from '../parents/case-access.js';
import { CasePages } from '../parents/case-pages.js';
import { DraftController } from '../parents/draft.controller.js';
import { Drafts } from '../parents/drafts.js';
import { EmailCodes } from '../parents/email-codes.js';
import { EmailProofController } from '../parents/email-proof.controller.js';
import { EmailProof } from '../parents/email-proof.js';
import { FormController } from '../parents/form.controller.js';
import { OpenBinding } from '../parents/open-binding.js';
import { SealApplicants } from '../parents/seal-applicants.js';
import { SecondStepsController } from '../parents/second-steps.controller.js';
import { StepsController } from '../parents/steps.controller.js';
import { DecisionsController } from '../reviews/decisions.controller.js';
import { ReasonCodesController } from '../reviews/reason-codes.controller.js';
import { ReviewDecisions } from '../reviews/review-decisions.js';
import { ReviewedCases } from '../reviews/reviewed-cases.js';
import { ReviewsController } from '../reviews/reviews.controller.js';
import { SchoolStepsController } from '../reviews/school-steps.controller.js';
import { StudentInfoController } from '../reviews/student-info.controller.js';
import { SessionService } from '../people/accounts/session-service.js';
import { RequestLimits } from '../api/http/edge/request-limits.js';
import { SignInLimits } from '../people/accounts/sign-in-limits.js';
import { accessLog } from '../api/http/edge/access-log.js';
import { AccessGuard } from '../api/http/access/access-guard.js';
import { AnsweringAdapter } from '../api/http/answers/answer.js';
import { ApiParts } from '../api/http/parts/api-parts.js';
import { BodyPipe } from '../api/http/input/body-pipe.js';
import { useExpressEdge } from '../api/http/edge/express-edge.js';
import { serveDocumentation } from '../api/http/docs/open-api.js';
import { ProblemFilter } from '../api/http/problems/problem-filter.js';
import { ProblemsController } from './problems.controller.js';
import { SchoolsController } from './schools.controller.js';
import { setServerTimes } from '../api/http/edge/server-times.js';
import { SessionController } from './session.controller.js';
import { answerUnreadableRequests } from '../api/http/problems/unreadable-requests.js';

export const CONTROLLERS = [
  SessionController,
  SchoolsController,
  BindingsController,
  StepsController,
  SecondStepsController,
  EmailProofController,
  DraftController,
  FormController,
  EvidenceController,
  ReviewsController,
  DecisionsController,
  SchoolStepsController,
  StudentInfoController,
  FailedAccountsController,
  ReasonCodesController,
  ConsentTextsController,
  ProblemsController,
  AuditController,
  AuditLogController,
  HealthController,
];

@Module({})
class HttpModule {
  static of(parts: ApiParts, limits: RequestLimits): DynamicModule {
    return {
      module: HttpModule,
      controllers: CONTROLLERS,
      providers: [
        { provide: ApiParts, useValue: parts },
        { provide: SessionService, useValue: parts.sessions },
        { provide: RequestLimits, useValue: limits },
        { provide: SignInLimits, useValue: new SignInLimits(parts.db, parts.config) },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: BodyPipe },
        CommandRows,
        Preconditions,
        FamilyCommands,
        ReviewCommands,
        DecisionBatches,
        ReviewDecisions,
        CaseAccess,
        CasePages,
        OpenBinding,
        SealApplicants,
        EmailCodes,
        EmailProof,
        Drafts,
        { provide: Mailer, useValue: openMailer(parts.config) },
        { provide: Scanner, useValue: openScanner(parts.config) },
        ReviewedCases,
        EvidenceAccess,
        EvidenceStore,
        TakeEvidence,
      ],
    };
  }
}

/** Ready to listen. */
export async function createHttpApplication(parts: ApiParts): Promise<INestApplication> {
  const limits = new RequestLimits(parts.config.limits);
  const app = await NestFactory.create<NestExpressApplication>(HttpModule.of(parts, limits), new AnsweringAdapter(), {
    bodyParser: false,
    logger: new JsonLog('api', quiet(parts.config.logLevel)),
  });
  if (parts.config.logLevel === 'debug') app.use(accessLog(new JsonLog('http', 'debug')));
  useExpressEdge(app, parts.config, limits);
  setServerTimes(app.getHttpServer() as Server);
  answerUnreadableRequests(app.getHttpServer() as Server);
  serveDocumentation(app);
  (app.getHttpAdapter().getInstance() as Express).get('/', toDocumentation);
  await app.init();
  return app;
}

function toDocumentation(_request: Request, response: Response): void {
  response.redirect('/api/docs');
}

/** Nest tells at `log` about every route it maps; an operator does not read that. */
function quiet(level: LogLevel): LogLevel {
  return level === 'log' ? 'warn' : level;
}
