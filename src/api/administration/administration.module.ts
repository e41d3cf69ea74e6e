import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module.js';
import { FailedAccountsController } from './failed-accounts.controller.js';
import { ParkedController } from './parked.controller.js';
import { PartsController } from './parts.controller.js';
import { RebuildsController } from './rebuilds.controller.js';
import { WaitingCasesController } from './waiting-cases.controller.js';

@Module({
  imports: [CommandsModule],
  controllers: [
    FailedAccountsController,
    PartsController,
    ParkedController,
    RebuildsController,
    WaitingCasesController,
  ],
})
export class AdministrationModule {}
