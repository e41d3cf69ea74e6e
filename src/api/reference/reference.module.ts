import { Module } from '@nestjs/common';
import { ConsentTextsController } from './consent-texts.controller.js';
import { ProblemsController } from './problems.controller.js';
import { ReasonCodesController } from './reason-codes.controller.js';
import { SchoolsController } from './schools.controller.js';

/** Lists that anybody may read. */
@Module({ controllers: [SchoolsController, ReasonCodesController, ConsentTextsController, ProblemsController] })
export class ReferenceModule {}
