import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { listDistricts, listSchools, type District } from '../../people/roster/schools.js';
import { named, page, shape, text, type ViewOf } from '../http/answers/shape.js';
import { Access } from '../http/access/access.js';
import { DATABASE } from '../http/parts/tokens.js';
import type { Database } from '../../adapters/postgres/database.js';
import { CURSOR, cursorOf, pageBy, type Page } from '../http/input/cursor.js';
import { HttpProblem } from '../http/problems/problem.js';

/** More than Taipei has districts, or one of them schools. */
const PAGE = 100;

const DISTRICTS = named('Districts', page(shape({ code: text('songshan'), name: text('松山區') })));
const SCHOOL = shape({ schoolId: text('T99'), name: text('測試國中1'), telephone: text('02-0000-0099') });
type SchoolView = ViewOf<typeof SCHOOL>;
const SCHOOLS = named('Schools', page(SCHOOL));

@Controller('api/v1/districts')
export class SchoolsController {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  @Get()
  @Access('list-districts', {
    who: 'anyone',
    tag: 'Reference',
    summary: '選擇行政區',
    query: CURSOR,
    answers: { 200: { says: 'The districts.', schema: DISTRICTS } },
    problems: ['database-unavailable'],
  })
  async districts(@Query() query: Record<string, unknown>): Promise<Page<District>> {
    const found = await listDistricts(this.db, partOf(query));
    return pageBy(found, PAGE, ({ code }) => code);
  }

  @Get(':code/schools')
  @Access('list-schools', {
    who: 'anyone',
    tag: 'Reference',
    summary: '請選擇學校',
    path: { code: { description: '`code` of a district.' } },
    query: CURSOR,
    answers: { 200: { says: 'The schools with their telephone.', schema: SCHOOLS } },
    problems: ['not-found', 'database-unavailable'],
  })
  async schools(@Param('code') code: string, @Query() query: Record<string, unknown>): Promise<Page<SchoolView>> {
    const found = code.includes('\0') ? null : await listSchools(this.db, code, partOf(query));
    if (!found) throw new HttpProblem('not-found');
    const views = found.map(({ schoolId, name, telephone }) => ({ schoolId, name, telephone }));
    return pageBy(views, PAGE, ({ schoolId }) => schoolId);
  }
}

function partOf(query: Readonly<Record<string, unknown>>): { readonly limit: number; readonly after?: string } {
  const after = cursorOf(query);
  return { limit: PAGE + 1, ...(after !== undefined && { after }) };
}
