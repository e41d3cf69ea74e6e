import { Module } from '@nestjs/common';
import { openScanner } from '../../adapters/clamav/open-scanner.js';
import { Scanner } from '../../adapters/clamav/scanner.js';
import { CaseModule } from '../case/case.module.js';
import { CommandsModule } from '../commands/commands.module.js';
import { CONFIG } from '../http/parts/tokens.js';
import { EvidenceAccess } from './evidence-access.js';
import { EvidenceStore } from './evidence-store.js';
import { EvidenceController } from './evidence.controller.js';
import { TakeEvidence } from './take-evidence.js';

@Module({
  imports: [CommandsModule, CaseModule],
  controllers: [EvidenceController],
  providers: [
    EvidenceAccess,
    EvidenceStore,
    TakeEvidence,
    { provide: Scanner, inject: [CONFIG], useFactory: openScanner },
  ],
})
export class EvidenceModule {}
