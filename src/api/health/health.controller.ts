import { Controller, Get } from '@nestjs/common';
import { Access } from '../http/access/access.js';
import { list, named, oneOf, optional, shape, text, type ViewOf } from '../http/answers/shape.js';
import { Answer } from '../http/answers/answer.js';
import { isWell, HealthOfParts } from '../http/parts/part-health.js';

const LIVE = named('Live', shape({ status: oneOf(['ok']) }));
const READINESS = named(
  'Readiness',
  shape({
    status: oneOf(['ready', 'not-ready']),
    parts: list(
      shape({ name: text('temporal'), status: oneOf(['ok', 'impaired', 'failing']), detail: optional(text()) }),
    ),
  }),
);

@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthOfParts) {}

  @Get('live')
  @Access('live', {
    who: 'anyone',
    unlimited: true,
    tag: 'Health',
    summary: 'The process runs',
    answers: { 200: { says: 'It does.', schema: LIVE } },
  })
  live(): ViewOf<typeof LIVE> {
    return { status: 'ok' };
  }

  @Get('ready')
  @Access('ready', {
    who: 'anyone',
    unlimited: true,
    tag: 'Health',
    summary: 'Every part does its work, by name',
    answers: {
      200: { says: 'All parts are well.', schema: READINESS },
      503: { says: 'A part is missing or lags behind.', schema: READINESS },
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
