import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessGuard } from './access/access-guard.js';
import { RouteTable } from './docs/route-table.js';
import { RequestLimits } from './edge/request-limits.js';
import { BodyPipe } from './input/body-pipe.js';
import { ProblemFilter } from './problems/problem-filter.js';

/** What is in force for every route. */
@Module({})
export class HttpModule {
  static of(limits: RequestLimits, routes: RouteTable): DynamicModule {
    return {
      module: HttpModule,
      providers: [
        { provide: RequestLimits, useValue: limits },
        { provide: RouteTable, useValue: routes },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: BodyPipe },
      ],
    };
  }
}
