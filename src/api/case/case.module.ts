import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module.js';
import { CaseAccess } from './case-access.js';
import { CaseViews } from './case-views.js';
import { CasesController } from './cases.controller.js';
import { ReviewedCases } from './reviewed-cases.js';
import { SendToCase } from './send-to-case.js';

/** A case as anybody reads it, and the way of a command to it. */
@Module({
  imports: [CommandsModule],
  controllers: [CasesController],
  providers: [CaseAccess, CaseViews, ReviewedCases, SendToCase],
  exports: [CaseAccess, CaseViews, ReviewedCases, SendToCase],
})
export class CaseModule {}
