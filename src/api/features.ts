/** The modules of the API: each feature lists its own controllers and services. */
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { AdministrationModule } from './administration/administration.module.js';
import { AuditModule } from './audit/audit.module.js';
import { CaseModule } from './case/case.module.js';
import { EventsModule } from './events/events.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { FamilyModule } from './family/family.module.js';
import { ROUTE_ACCESS, type NamedRoute } from './http/access/access.js';
import type { NamedShape } from './http/answers/shape.js';
import { GuardianModule } from './guardian/guardian.module.js';
import { HealthModule } from './health/health.module.js';
import { ReferenceModule } from './reference/reference.module.js';
import { SchoolModule } from './school/school.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';

export const FEATURES = [
  SignInModule,
  ReferenceModule,
  CaseModule,
  EventsModule,
  FamilyModule,
  EvidenceModule,
  SchoolModule,
  AdministrationModule,
  AuditModule,
  GuardianModule,
  StatisticsModule,
  HealthModule,
];

export interface Route {
  /** As in the address bar: `POST /api/v1/bindings/:id/recall`. */
  readonly address: string;
  readonly access: NamedRoute;
  readonly handler: object;
}

/** Every route, read off the decorators of the controllers that the modules list. */
export function routes(): readonly Route[] {
  return FEATURES.flatMap((module) => metadata<readonly Type<object>[]>('controllers', module) ?? []).flatMap(routesIn);
}

/** The shapes that the routes answer, for the documentation. */
export function answerShapes(): readonly NamedShape[] {
  return routes().flatMap(({ access }) => Object.values(access.answers).flatMap(({ schema }) => schema ?? []));
}

function routesIn(controller: Type<object>): readonly Route[] {
  const root = metadata<string>(PATH_METADATA, controller) ?? '';
  const handlers = Object.values(Object.getOwnPropertyDescriptors(controller.prototype));
  return handlers.flatMap(({ value: handler }) => {
    const access = typeof handler === 'function' ? metadata<NamedRoute>(ROUTE_ACCESS, handler as object) : undefined;
    if (!access) return [];
    const path = [root, metadata<string>(PATH_METADATA, handler as object)]
      .filter((one) => one && one !== '/')
      .join('/');
    const method = RequestMethod[metadata<RequestMethod>(METHOD_METADATA, handler as object) ?? RequestMethod.GET];
    return [{ address: `${method} /${path}`, access, handler: handler as object }];
  });
}

function metadata<T>(key: string | symbol, of: object): T | undefined {
  return Reflect.getMetadata(key, of) as T | undefined;
}
