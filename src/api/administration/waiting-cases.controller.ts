import { Controller, Get, Inject, Query } from '@nestjs/common';
import { administratorsCases } from '../../../projections/binding-case/administrators-case-queries.js';
import type { Database } from '../../adapters/postgres/database.js';
import { Access } from '../http/access/access.js';
import { CURSOR, validCursor, type Page } from '../http/input/cursor.js';
import { textOf } from '../http/input/query.js';
import { DATABASE } from '../http/parts/tokens.js';
import { WAITING_CASES, waitingIn, type WaitingCase } from './waiting-cases.js';

/** Cases in a page; each has at most an entry for each applicant and one for the dispute. */
const PAGE = 50;

@Controller('api/v1/admin/cases')
export class WaitingCasesController {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  @Get()
  @Access('admin-cases', {
    who: ['administrator'],
    tag: 'Administration',
    summary: 'What waits for the administrator: accounts that failed, reviews and disputes that are overdue',
    query: CURSOR,
    answers: { 200: { says: 'Of 50 cases a page, the oldest case first.', schema: WAITING_CASES } },
  })
  async cases(@Query() query: Record<string, unknown>): Promise<Page<WaitingCase>> {
    const after = textOf(query, 'cursor');
    const { documents, next } = await validCursor('cursor', () => administratorsCases(this.db, after, PAGE));
    return { items: documents.flatMap(waitingIn), nextCursor: next };
  }
}
