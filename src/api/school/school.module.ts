import { Module } from '@nestjs/common';
import { CaseModule } from '../case/case.module.js';
import { CommandsModule } from '../commands/commands.module.js';
import { DecisionsController } from './decisions.controller.js';
import { ReviewDecisions } from './review-decisions.js';
import { RosterExportController } from './roster-export.controller.js';
import { RosterImportController } from './roster-import.controller.js';
import { RosterOfficeController } from './roster-office.controller.js';
import { RosterPupilsController } from './roster-pupils.controller.js';
import { ReviewsController } from './reviews.controller.js';
import { SchoolStepsController } from './school-steps.controller.js';
import { StudentInfoController } from './student-info.controller.js';

/** What the school sees and decides. */
@Module({
  imports: [CommandsModule, CaseModule],
  controllers: [
    ReviewsController,
    DecisionsController,
    SchoolStepsController,
    StudentInfoController,
    RosterImportController,
    RosterExportController,
    RosterPupilsController,
    RosterOfficeController,
  ],
  providers: [ReviewDecisions],
})
export class SchoolModule {}
