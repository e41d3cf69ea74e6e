/** The NestJS application: every controller, and what stands before all of them. */
import type { Server } from 'node:http';
import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express, Request, Response } from 'express';
import { FailedAccountsController } from './administration/failed-accounts.controller.js';
import { AuditLogController } from './audit/audit-log.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { CommandRows } from './commands/command-rows.js';
import { DecisionBatches } from './commands/decision-batches.js';
import { FamilyCommands } from './commands/case-commands.js';
import { Preconditions } from './commands/preconditions.js';
import { ReviewCommands } from './commands/decision-commands.js';
import type { LogLevel } from '../config/config.js';
import { ConsentTextsController } from './reference/consent-texts.controller.js';
import { EvidenceAccess } from './evidence/evidence-access.js';
import { EvidenceStore } from './evidence/evidence-store.js';
import { openScanner } from '../adapters/clamav/open-scanner.js';
import { Scanner } from '../adapters/clamav/scanner.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { TakeEvidence } from './evidence/take-evidence.js';
import { HealthController } from './health.controller.js';
import { JsonLog } from '../logging/json-log.js';
import { Mailer } from '../notices/mailer.js';
import { openMailer } from '../notices/open-mailer.js';
import { BindingsController } from './case/cases.controller.js';
import { CaseAccess } from './case/case-access.js';
import { CasePages } from './case/case-pages.js';
import { DraftController } from './family/drafts/draft.controller.js';
import { Drafts } from './family/drafts/drafts.js';
import { EmailCodes } from './family/email-proof/email-codes.js';
import { EmailProofController } from './family/email-proof/email-proof.controller.js';
import { EmailProof } from './family/email-proof/email-proof.js';
import { FormController } from './family/form/form.controller.js';
import { OpenBinding } from './family/applying/open-binding.js';
import { SealApplicants } from './family/applying/seal-applicants.js';
import { SecondStepsController } from './family/changing/changes.controller.js';
import { StepsController } from './family/applying/steps.controller.js';
import { DecisionsController } from './school/decisions.controller.js';
import { ReasonCodesController } from './reference/reason-codes.controller.js';
import { ReviewDecisions } from './school/review-decisions.js';
import { ReviewedCases } from './case/reviewed-cases.js';
import { ReviewsController } from './school/reviews.controller.js';
import { SchoolStepsController } from './school/school-steps.controller.js';
import { StudentInfoController } from './school/student-info.controller.js';
import { SessionService } from '../people/accounts/session-service.js';
import { RequestLimits } from './http/edge/request-limits.js';
import { SignInLimits } from '../people/accounts/sign-in-limits.js';
import { accessLog } from './http/edge/access-log.js';
import { AccessGuard } from './http/access/access-guard.js';
import { AnsweringAdapter } from './http/answers/answer.js';
import { ApiParts } from './http/parts/api-parts.js';
import { BodyPipe } from './http/input/body-pipe.js';
import { useExpressEdge } from './http/edge/express-edge.js';
import { serveDocumentation } from './http/docs/open-api.js';
import { ProblemFilter } from './http/problems/problem-filter.js';
import { ProblemsController } from './reference/problems.controller.js';
import { SchoolsController } from './reference/schools.controller.js';
import { setServerTimes } from './http/edge/server-times.js';
import { SessionController } from './sign-in/session.controller.js';
import { answerUnreadableRequests } from './http/problems/unreadable-requests.js';

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
