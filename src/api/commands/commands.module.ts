import { Module } from '@nestjs/common';
import { CaseCommands } from './case-commands.js';
import { CommandRows } from './command-rows.js';
import { DecisionBatches } from './decision-batches.js';
import { DecisionCommands } from './decision-commands.js';
import { OfficeWrites } from './office-writes.js';
import { Preconditions } from './preconditions.js';
import { SealText } from './seal-text.js';

/** Sends commands to cases. A module with a @KeyedWrite or a @CaseCommand imports it: its rows answer repeated calls. */
@Module({
  providers: [CommandRows, Preconditions, CaseCommands, DecisionCommands, DecisionBatches, SealText, OfficeWrites],
  exports: [CommandRows, Preconditions, CaseCommands, DecisionCommands, DecisionBatches, SealText, OfficeWrites],
})
export class CommandsModule {}
