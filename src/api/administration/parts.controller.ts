import { Controller, Get } from '@nestjs/common';
import { Access } from '../http/access/access.js';
import { HealthOfParts, type WatchedPart } from '../http/parts/part-health.js';
import { list, named, oneOf, optional, shape, text, time } from '../http/answers/shape.js';

const PARTS = named(
  'Parts',
  shape({
    items: list(
      shape({
        name: text('read-models'),
        status: oneOf(['ok', 'impaired', 'failing']),
        detail: optional(text('binding_case: 12 s behind')),
        since: time(),
      }),
    ),
  }),
);

/** How the parts of the system do, for the administrator's page. */
@Controller('api/v1/admin/parts')
export class PartsController {
  constructor(private readonly health: HealthOfParts) {}

  @Get()
  @Access('admin-parts', {
    who: ['administrator'],
    tag: 'Administration',
    summary: 'Every part of the system, and since when it does as it does',
    description: '`since` is when the process that answers first saw the part so; at the latest its own start.',
    answers: { 200: { says: 'The parts, as GET /health/ready names them.', schema: PARTS } },
  })
  async parts(): Promise<{ items: readonly WatchedPart[] }> {
    return { items: await this.health.watch() };
  }
}
