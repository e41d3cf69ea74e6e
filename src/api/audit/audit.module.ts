import { Module } from '@nestjs/common';
import { AuditLogController } from './audit-log.controller.js';
import { AuditedCasesController } from './audited-cases.controller.js';
import { AuditController } from './audit.controller.js';

@Module({ controllers: [AuditController, AuditLogController, AuditedCasesController] })
export class AuditModule {}
