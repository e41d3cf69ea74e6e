/** 學籍名冊: files that come in, what they would change, and the word that lets them. */
import { createHash } from 'node:crypto';
import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { deriveId } from '../../../domain/ids.js';
import { isTime, readOpaque, writeOpaque } from '../../../projections/queries/cursor.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import type { ImportRow } from '../../people/roster/import/import-rows.js';
import { RosterImports } from '../../people/roster/import/roster-imports.js';
import { findSchool } from '../../people/roster/schools.js';
import { CommandRows } from '../commands/command-rows.js';
import { KeyedWrite } from '../commands/command-route.js';
import { Sender, type SignedInCaller } from '../commands/sender.js';
import { Access } from '../http/access/access.js';
import { Session, Speaks } from '../http/access/signed-in.js';
import { Answer } from '../http/answers/answer.js';
import type { Language } from '../http/answers/language.js';
import { CURSOR, validCursor, type Page } from '../http/input/cursor.js';
import { Id } from '../http/input/id-param.js';
import { textOf, wrongQuery } from '../http/input/query.js';
import { isUuid } from '../http/input/uuid.js';
import { DATABASE, PERSONAL_DATA } from '../http/parts/tokens.js';
import { HttpProblem } from '../http/problems/problem.js';
import { receiveRoster, type ReceivedRoster } from './receive-roster.js';
import { importsListed, type ListedImport } from './roster-import-list.js';
import { IMPORT, IMPORT_BEGUN, IMPORTS } from './roster-import-shape.js';
import { importView, type ImportView } from './roster-import-view.js';

const IMPORTERS = ['registrar', 'administrator'] as const;
const ID = { id: { description: 'importId.' } };
const PAGE = 20;

@Controller('api/v1/roster/imports')
export class RosterImportController {
  constructor(
    private readonly imports: RosterImports,
    private readonly calls: CommandRows,
    @Inject(DATABASE) private readonly db: Database,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
  ) {}

  @Post()
  @HttpCode(202)
  @KeyedWrite('import-roster', {
    file: 'A CSV or a ZIP, at most 20 MB and 50,000 rows; its format, encoding and separator are told by its content.',
    who: IMPORTERS,
    tag: 'Roster',
    summary: '匯入學籍名冊: own CSV, a ZIP of them, or OneRoster 1.2 or 1.1',
    query: {
      dry_run: { description: '`true`: only tells what the file would change.' },
      school: { description: 'Code of the school; an administrator names it, but for a file of schools.' },
    },
    answers: { 202: { says: 'Taken; `Location` tells how far it is.', schema: IMPORT_BEGUN } },
    problems: ['unreadable-zip', 'encrypted-zip', 'zip-too-large', 'log-unavailable'],
  })
  async begin(
    @Sender() sender: SignedInCaller,
    @Query() query: Record<string, unknown>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Answer> {
    const { session, call, actor } = sender;
    const dryRun = dryRunOf(query);
    const file = await receiveRoster(request, response);
    const schoolId = await this.schoolOf(session, query, file);
    const importId = deriveId(call.principal, 'rosterImport', call.key);
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    const target = { requestId: importId, commandId: importId, studentId: `import-${importId}` };
    await this.calls.begin({ ...call, body: { sha256, dryRun, schoolId } }, target);
    const { name: fileName, bytes, glance } = file;
    await this.imports.rows.begin({ importId, schoolId, by: actor, fileName, bytes, dryRun, lines: glance.lines });
    this.imports.wake();
    return takenIn(importId);
  }

  @Get()
  @Access('list-roster-imports', {
    who: IMPORTERS,
    tag: 'Roster',
    summary: '匯入紀錄: the newest first',
    query: CURSOR,
    answers: { 200: { says: 'Imports of the school; for an administrator of all schools.', schema: IMPORTS } },
  })
  async list(@Session() session: SignedIn, @Query() query: Record<string, unknown>): Promise<Page<ListedImport>> {
    const cursor = textOf(query, 'cursor');
    return validCursor('cursor', async () => {
      const [at, importId] = cursor === undefined ? [] : readOpaque(cursor);
      const before = isTime(at) && isUuid(importId) ? { at, importId } : null;
      if (cursor !== undefined && before === null) throw wrongQuery('cursor', 'wrong-type');
      const found = await this.imports.rows.list(schoolOfReader(session), before, PAGE + 1);
      const last = found.length > PAGE ? found[PAGE - 1] : undefined;
      return {
        items: await importsListed(this.db, found.slice(0, PAGE)),
        nextCursor: last ? writeOpaque([last.at.toISOString(), last.importId]) : null,
      };
    });
  }

  @Get(':id')
  @Access('read-roster-import', {
    who: IMPORTERS,
    tag: 'Roster',
    summary: 'How far an import is, what it changes, what is wrong and where',
    path: ID,
    answers: { 200: { says: 'The import.', schema: IMPORT } },
    problems: ['not-found'],
  })
  async read(@Id('id') id: string, @Session() session: SignedIn, @Speaks() language: Language): Promise<ImportView> {
    return importView(this.db, this.personalData, await this.find(id, session), language);
  }

  @Post(':id/confirmation')
  @HttpCode(202)
  @KeyedWrite('confirm-roster-import', {
    emptyBody: true,
    who: IMPORTERS,
    tag: 'Roster',
    summary: '確認匯入: applies what was held, after it was looked at once more',
    path: ID,
    answers: { 202: { says: 'Taken; `Location` tells how far it is.', schema: IMPORT_BEGUN } },
    problems: ['not-found', 'import-not-held'],
  })
  async confirm(@Id('id') id: string, @Sender() { session, call, actor }: SignedInCaller): Promise<Answer> {
    const { importId } = await this.find(id, session);
    const before = await this.calls.begun(call);
    await this.calls.begin(call, { requestId: importId, commandId: importId, studentId: `import-${importId}` });
    if (!(await this.imports.rows.confirm(importId, actor)) && !before) throw new HttpProblem('import-not-held');
    this.imports.wake();
    return takenIn(importId);
  }

  /** Null for a file of schools. @throws HttpProblem */
  private async schoolOf(
    session: SignedIn,
    query: Readonly<Record<string, unknown>>,
    { glance: { ofSchools } }: ReceivedRoster,
  ): Promise<string | null> {
    const named = textOf(query, 'school');
    if (session.role === 'registrar') {
      if (named !== undefined && named !== session.schoolId) throw wrongQuery('school', 'not-in-list');
      return session.schoolId;
    }
    if (ofSchools) return null;
    if (named === undefined) throw wrongQuery('school', 'required');
    if (!(await findSchool(this.db, named))) throw wrongQuery('school', 'not-in-list');
    return named;
  }

  /** @throws HttpProblem not-found also for an import of another school */
  private async find(id: string, session: SignedIn): Promise<ImportRow> {
    const row = isUuid(id) ? await this.imports.rows.find(id) : null;
    const school = schoolOfReader(session);
    if (!row || (school !== null && row.schoolId !== school)) throw new HttpProblem('not-found');
    return row;
  }
}

function schoolOfReader({ role, schoolId }: SignedIn): string | null {
  return role === 'administrator' ? null : schoolId;
}

function dryRunOf(query: Readonly<Record<string, unknown>>): boolean {
  const value = textOf(query, 'dry_run');
  if (value !== undefined && value !== 'true' && value !== 'false') throw wrongQuery('dry_run', 'not-in-list');
  return value === 'true';
}

function takenIn(importId: string): Answer {
  return new Answer(202, { importId, status: 'reading' }, { Location: `/api/v1/roster/imports/${importId}` });
}
