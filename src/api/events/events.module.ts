import { Module } from '@nestjs/common';
import { CaseModule } from '../case/case.module.js';
import { CaseNews } from './case-news.js';
import { EventsController } from './events.controller.js';
import { OpenStreams } from './open-streams.js';

/** Pages change without being asked again. */
@Module({
  imports: [CaseModule],
  controllers: [EventsController],
  providers: [CaseNews, OpenStreams],
})
export class EventsModule {}
