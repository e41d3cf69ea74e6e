import { Module } from '@nestjs/common';
import { BindingRateController } from './binding-rate.controller.js';

@Module({ controllers: [BindingRateController] })
export class StatisticsModule {}
