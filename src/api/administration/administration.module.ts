import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module.js';
import { FailedAccountsController } from './failed-accounts.controller.js';

@Module({ imports: [CommandsModule], controllers: [FailedAccountsController] })
export class AdministrationModule {}
