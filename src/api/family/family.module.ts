import { Module } from '@nestjs/common';
import { Mailer } from '../../notices/mailer.js';
import { openMailer } from '../../notices/open-mailer.js';
import { CaseModule } from '../case/case.module.js';
import { CommandsModule } from '../commands/commands.module.js';
import { CONFIG } from '../http/parts/tokens.js';
import { ApplyController } from './applying/apply.controller.js';
import { OpenBindingController } from './applying/open-binding.controller.js';
import { OpenBinding } from './applying/open-binding.js';
import { SealApplicants } from './applying/seal-applicants.js';
import { ChangesController } from './changing/changes.controller.js';
import { DraftController } from './drafts/draft.controller.js';
import { Drafts } from './drafts/drafts.js';
import { EmailCodes } from './email-proof/email-codes.js';
import { EmailProofController } from './email-proof/email-proof.controller.js';
import { EmailProof } from './email-proof/email-proof.js';
import { FormController } from './form/form.controller.js';

/** What the family does, and the registrar for it at the counter. */
@Module({
  imports: [CommandsModule, CaseModule],
  controllers: [
    OpenBindingController,
    ApplyController,
    ChangesController,
    EmailProofController,
    DraftController,
    FormController,
  ],
  providers: [
    OpenBinding,
    SealApplicants,
    EmailCodes,
    EmailProof,
    Drafts,
    { provide: Mailer, inject: [CONFIG], useFactory: openMailer },
  ],
})
export class FamilyModule {}
