/** Staff, classes, letters and conflicts of a school's roster. */
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { maskPersonName } from '../../../domain/identity/person-name.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { Config } from '../../config/config.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { ReadAccessLog } from '../../people/privacy/read-access-log.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import { presentClasses } from '../../people/roster/import/compare/present-office.js';
import { openConflicts, resolveConflict, type OpenConflict } from '../../people/roster/office/conflicts.js';
import { PupilList } from '../../people/roster/office/pupil-list.js';
import { resetPassword } from '../../people/accounts/reset-password.js';
import { RosterOffice } from '../../people/roster/office/roster-office.js';
import { listStaff } from '../../people/roster/office/staff-list.js';
import { hasClass } from '../../people/roster/schools.js';
import { staffOfSchool } from '../../people/roster/staff.js';
import { SchoolStreams } from '../../people/roster/stream/school-streams.js';
import { KeyedWrite } from '../commands/command-route.js';
import { OfficeWrites } from '../commands/office-writes.js';
import { Sender, type SignedInCaller } from '../commands/sender.js';
import { Access } from '../http/access/access.js';
import { Session, Speaks } from '../http/access/signed-in.js';
import { Answer } from '../http/answers/answer.js';
import type { Language } from '../http/answers/language.js';
import { CURSOR, cursorOf, pageBy, type Page } from '../http/input/cursor.js';
import { Id } from '../http/input/id-param.js';
import { textOf, wrongQuery } from '../http/input/query.js';
import { isUuid } from '../http/input/uuid.js';
import { CONFIG, DATABASE, PERSONAL_DATA } from '../http/parts/tokens.js';
import { HttpProblem } from '../http/problems/problem.js';
import { lettersOf, type Letter } from './letters.js';
import { PasswordResetBody, ResolutionBody, SubstituteBody } from './roster-bodies.js';
import { CLASS, CLASSES, CONFLICTS, LETTERS, ONE_TIME_CODE, RESOLVED, STAFF } from './roster-office-shape.js';

const WHO = ['registrar'] as const;
const WRITE_PROBLEMS = ['not-found', 'roster-busy', 'log-unavailable'] as const;
const CLASS_PATH = { classId: { description: '`classId` of the list.' } };
const PAGE = 50;

interface StaffView {
  readonly account: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly active: boolean;
}

interface ClassView {
  readonly classId: string;
  /** Account. */
  readonly teacher: string | null;
  readonly substitute: { readonly account: string; readonly from: string; readonly to: string } | null;
  readonly pupils: number;
}

@Controller('api/v1/roster')
export class RosterOfficeController {
  private readonly office: RosterOffice;

  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'indexKey'>,
    private readonly streams: SchoolStreams,
    private readonly writes: OfficeWrites,
    private readonly readAccess: ReadAccessLog,
  ) {
    this.office = new RosterOffice(streams);
  }

  @Get('staff')
  @Access('list-roster-staff', {
    who: WHO,
    tag: 'Roster',
    summary: '教職員',
    query: { q: { description: 'A part of an account or a name.' }, ...CURSOR },
    answers: { 200: { says: 'Staff of the school, by account.', schema: STAFF } },
  })
  async staff(@Session() { schoolId }: SignedIn, @Query() query: Record<string, unknown>): Promise<Page<StaffView>> {
    const [q, after] = [textOf(query, 'q'), cursorOf(query)];
    const found = await listStaff(this.db, this.personalData, schoolId, { q, after }, PAGE + 1);
    const page = pageBy(found, PAGE, ({ account }) => account);
    return {
      ...page,
      items: page.items.map(({ account, name, roles, active }) => ({
        account,
        name: name === null ? '〔已刪除〕' : maskPersonName(name),
        roles,
        active,
      })),
    };
  }

  @Post('staff/:account/password-reset')
  @KeyedWrite('reset-staff-password', {
    body: PasswordResetBody,
    who: WHO,
    tag: 'Roster',
    summary: '重設密碼: a one-time code for a member of staff, at the counter',
    path: { account: { description: '`account` of the list.' } },
    answers: {
      201: { says: 'The code, to be shown once; the old password and sessions are over.', schema: ONE_TIME_CODE },
    },
    problems: WRITE_PROBLEMS,
  })
  async reset(
    @Param('account') account: string,
    @Body() { reason }: PasswordResetBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const { schoolId } = sender.session;
    const id = await staffOfSchool(this.db, schoolId, account);
    if (id === null) throw new HttpProblem('not-found');
    return this.writes.once(
      sender,
      id,
      async (by) => new Answer(201, await resetPassword(this.streams, by, { schoolId, kind: 'staff', id }, reason)),
    );
  }

  @Get('letters')
  @Access('list-roster-letters', {
    who: WHO,
    tag: 'Roster',
    summary: '通知單列印: the letters to the families of a class; logged as a look',
    query: { class: { description: 'The class.' } },
    answers: { 200: { says: 'One letter a pupil.', schema: LETTERS } },
    problems: ['log-unavailable'],
  })
  async letters(
    @Session() session: SignedIn,
    @Speaks() language: Language,
    @Query() query: Record<string, unknown>,
    @Req() request: Request,
  ): Promise<{ readonly items: readonly Letter[] }> {
    const classId = textOf(query, 'class');
    if (classId === undefined) throw wrongQuery('class', 'required');
    const { principalId, role, schoolId } = session;
    const pupils = new PupilList(this.db, this.personalData, this.config.indexKey);
    const actor = { id: principalId, role };
    const subjectId = `school-${schoolId}`;
    await this.readAccess.record({ actor, through: 'list-roster-letters', subjectId, fields: ['name', 'number'] });
    const address = `${request.protocol}://${request.headers.host}/sign-in/${encodeURIComponent(schoolId)}`;
    return { items: await lettersOf(pupils, schoolId, classId, address, language) };
  }

  @Get('classes')
  @Access('list-roster-classes', {
    who: WHO,
    tag: 'Roster',
    summary: '班級: class teachers and substitutes',
    answers: { 200: { says: 'The classes.', schema: CLASSES } },
  })
  async classes(@Session() { schoolId }: SignedIn): Promise<Page<ClassView>> {
    const items = (await presentClasses(this.db, schoolId)).map(({ classId, teachers, substitute, pupils }) => ({
      classId,
      teacher: teachers[0]?.account ?? null,
      substitute: substitute && { account: substitute.account, from: substitute.from, to: substitute.to },
      pupils,
    }));
    return { items, nextCursor: null };
  }

  @Put('classes/:classId/substitute')
  @KeyedWrite('set-substitute', {
    body: SubstituteBody,
    who: WHO,
    tag: 'Roster',
    summary: '代理導師: stands in on these days, in place of any other',
    path: CLASS_PATH,
    answers: { 200: { says: 'The class.', schema: CLASS } },
    problems: WRITE_PROBLEMS,
  })
  async setSubstitute(
    @Param('classId') classId: string,
    @Body() { account, from, to }: SubstituteBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const { schoolId } = sender.session;
    await this.needClass(schoolId, classId);
    if (to < from) throw new HttpProblem('invalid-body', { errors: [{ pointer: '/to', code: 'invalid-date' }] });
    const staffId = await staffOfSchool(this.db, schoolId, account);
    if (staffId === null)
      throw new HttpProblem('invalid-body', { errors: [{ pointer: '/account', code: 'not-in-list' }] });
    return this.writes.once(sender, staffId, async (by) => {
      await this.office.setSubstitute(by, schoolId, { classId, staffId, from, to });
      return new Answer(200, await this.classView(sender.session, classId));
    });
  }

  @Delete('classes/:classId/substitute')
  @HttpCode(200)
  @KeyedWrite('end-substitute', {
    emptyBody: true,
    who: WHO,
    tag: 'Roster',
    summary: '結束代理',
    path: CLASS_PATH,
    answers: { 200: { says: 'The class.', schema: CLASS } },
    problems: WRITE_PROBLEMS,
  })
  async endSubstitute(@Param('classId') classId: string, @Sender() sender: SignedInCaller): Promise<Answer> {
    const { schoolId, principalId } = sender.session;
    await this.needClass(schoolId, classId);
    return this.writes.once(sender, principalId, async (by) => {
      await this.office.endSubstitute(by, schoolId, classId);
      return new Answer(200, await this.classView(sender.session, classId));
    });
  }

  @Get('conflicts')
  @Access('list-roster-conflicts', {
    who: WHO,
    tag: 'Roster',
    summary: '資料衝突: corrections made here that a file would have undone',
    query: CURSOR,
    answers: { 200: { says: 'What is to be decided.', schema: CONFLICTS } },
  })
  async conflicts(
    @Session() { schoolId }: SignedIn,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<Omit<OpenConflict, 'studentId'>>> {
    const after = cursorOf(query) ?? null;
    if (after !== null && !isUuid(after)) throw wrongQuery('cursor', 'wrong-type');
    const found = await openConflicts({ db: this.db, personalData: this.personalData, schoolId }, after, PAGE + 1);
    const page = pageBy(found, PAGE, ({ id }) => id);
    return {
      ...page,
      items: page.items.map(({ id, studentNumber, field, here, file }) => ({ id, studentNumber, field, here, file })),
    };
  }

  @Post('conflicts/:id/resolution')
  @HttpCode(200)
  @KeyedWrite('resolve-roster-conflict', {
    body: ResolutionBody,
    who: WHO,
    tag: 'Roster',
    summary: '以本系統為準 or 以檔案為準',
    path: { id: { description: '`id` of the list.' } },
    answers: { 200: { says: 'Decided.', schema: RESOLVED } },
    problems: [...WRITE_PROBLEMS, 'student-number-taken'],
  })
  async resolve(
    @Id('id') id: string,
    @Body() { keep }: ResolutionBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    if (!isUuid(id)) throw new HttpProblem('not-found');
    const { schoolId, principalId } = sender.session;
    return this.writes.once(sender, principalId, async (by) => {
      const done = await resolveConflict(this.streams, by, schoolId, id, keep);
      if (done === 'not-there') throw new HttpProblem('not-found');
      if (done === 'number-taken') throw new HttpProblem('student-number-taken');
      return new Answer(200, { id, keep });
    });
  }

  private async needClass(schoolId: string, classId: string): Promise<void> {
    if (classId.includes('\0') || !(await hasClass(this.db, schoolId, classId))) throw new HttpProblem('not-found');
  }

  private async classView(session: SignedIn, classId: string): Promise<ClassView | undefined> {
    return (await this.classes(session)).items.find((one) => one.classId === classId);
  }
}
