import { Controller, Get } from '@nestjs/common';
import { Access } from '../http/access/access.js';
import { Answer } from '../http/answers/answer.js';
import { isWell, HealthOfParts } from '../http/parts/part-health.js';

@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthOfParts) {}

  @Get('live')
  @Access('live', {
    who: 'anyone',
    unlimited: true,
    tag: 'Health',
    summary: 'The process runs',
    answers: { 200: { says: 'It does.', schema: 'Live' } },
  })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Access('ready', {
    who: 'anyone',
    unlimited: true,
    tag: 'Health',
    summary: 'Every part does its work, by name',
    answers: {
      200: { says: 'All parts are well.', schema: 'Readiness' },
      503: { says: 'A part is missing or lags behind.', schema: 'Readiness' },
    },
  })
  async ready(): Promise<Answer> {
    const parts = await this.health.look();
    const well = isWell(parts);
    return new Answer(
      well ? 200 : 503,
      { status: well ? 'ready' : 'not-ready', parts },
      { 'Content-Type': 'application/json; charset=utf-8' },
    );
  }
}
