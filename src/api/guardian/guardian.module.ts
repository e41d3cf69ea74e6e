import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module.js';
import { ServicesController } from './services.controller.js';

/** What a guardian does with the own account. */
@Module({ imports: [CommandsModule], controllers: [ServicesController] })
export class GuardianModule {}
