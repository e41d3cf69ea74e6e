/** 匯出名冊. */
import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import type { Database } from '../../adapters/postgres/database.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { ReadAccessLog } from '../../people/privacy/read-access-log.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import { exportCsv } from '../../people/roster/export/export-csv.js';
import { exportOneRoster } from '../../people/roster/export/export-one-roster.js';
import { Access } from '../http/access/access.js';
import { Session } from '../http/access/signed-in.js';
import { textOf, wrongQuery } from '../http/input/query.js';
import { DATABASE, PERSONAL_DATA } from '../http/parts/tokens.js';

const FIELDS = { csv: ['name', 'number', 'idNumber'], oneroster: ['name', 'number'] } as const;

@Controller('api/v1/roster/export')
export class RosterExportController {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
    private readonly readAccess: ReadAccessLog,
  ) {}

  @Get()
  @Access('export-roster', {
    who: ['registrar'],
    tag: 'Roster',
    summary: '匯出名冊: a ZIP of own CSVs, or OneRoster 1.2; logged as a look',
    query: { format: { description: '`csv` (with ID numbers, comes in again) or `oneroster` (without).' } },
    answers: { 200: { says: 'The ZIP.', files: ['application/zip'] } },
    problems: ['log-unavailable'],
  })
  async read(
    @Session() { principalId, role, schoolId }: SignedIn,
    @Query() query: Record<string, unknown>,
  ): Promise<StreamableFile> {
    const format = textOf(query, 'format') ?? 'csv';
    if (format !== 'csv' && format !== 'oneroster') throw wrongQuery('format', 'not-in-list');
    const actor = { id: principalId, role };
    const subjectId = `school-${schoolId}`;
    await this.readAccess.record({ actor, through: 'export-roster', subjectId, fields: FIELDS[format] });
    const places = { db: this.db, personalData: this.personalData, schoolId };
    const zip = format === 'csv' ? await exportCsv(places) : await exportOneRoster(places);
    const name = `roster-${schoolId.replaceAll(/[^\w-]/gu, '_')}-${format}.zip`;
    return new StreamableFile(zip, {
      type: 'application/zip',
      length: zip.length,
      disposition: `attachment; filename="${name}"`,
    });
  }
}
