import { Module } from '@nestjs/common';
import { ServicesController } from './services.controller.js';

/** What a guardian does with the own account. */
@Module({ controllers: [ServicesController] })
export class GuardianModule {}
