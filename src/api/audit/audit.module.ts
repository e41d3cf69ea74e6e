import { Module } from '@nestjs/common';
import { AuditLogController } from './audit-log.controller.js';
import { AuditController } from './audit.controller.js';

@Module({ controllers: [AuditController, AuditLogController] })
export class AuditModule {}
