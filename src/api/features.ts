/** The modules of the API: each feature lists its own controllers and services. */
import type { Type } from '@nestjs/common';
import { AdministrationModule } from './administration/administration.module.js';
import { AuditModule } from './audit/audit.module.js';
import { CaseModule } from './case/case.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { FamilyModule } from './family/family.module.js';
import { HealthModule } from './health/health.module.js';
import { ReferenceModule } from './reference/reference.module.js';
import { SchoolModule } from './school/school.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';

export const FEATURES = [
  SignInModule,
  ReferenceModule,
  CaseModule,
  FamilyModule,
  EvidenceModule,
  SchoolModule,
  AdministrationModule,
  AuditModule,
  HealthModule,
];

/** Every controller, as its module's @Module lists it. */
export function controllers(): readonly Type[] {
  return FEATURES.flatMap(
    (module) => (Reflect.getMetadata('controllers', module) as readonly Type[] | undefined) ?? [],
  );
}
