import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { SessionService } from '../../people/accounts/session-service.js';
import { AccessGuard } from './access/access-guard.js';
import { RequestLimits } from './edge/request-limits.js';
import { BodyPipe } from './input/body-pipe.js';
import { ApiParts } from './parts/api-parts.js';
import { ProblemFilter } from './problems/problem-filter.js';

/** What is in force for every route, and the parts of the process, which every feature may take. */
@Global()
@Module({})
export class HttpModule {
  static of(parts: ApiParts, limits: RequestLimits): DynamicModule {
    return {
      module: HttpModule,
      providers: [
        { provide: ApiParts, useValue: parts },
        { provide: SessionService, useValue: parts.sessions },
        { provide: RequestLimits, useValue: limits },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: BodyPipe },
      ],
      exports: [ApiParts, SessionService, RequestLimits],
    };
  }
}
