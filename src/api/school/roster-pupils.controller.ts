/** 學生查詢: pupils for the office, their protective orders, and codes for a forgotten password. */
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Put, Query } from '@nestjs/common';
import { readOpaque, writeOpaque, isId } from '../../../projections/queries/cursor.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { Config } from '../../config/config.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { ReadAccessLog } from '../../people/privacy/read-access-log.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import { PupilList, type ListedPupil } from '../../people/roster/office/pupil-list.js';
import { resetPassword } from '../../people/accounts/reset-password.js';
import { liftRestriction, restrict } from '../../people/roster/office/restrictions.js';
import { SchoolStreams } from '../../people/roster/stream/school-streams.js';
import { KeyedWrite } from '../commands/command-route.js';
import { OfficeWrites } from '../commands/office-writes.js';
import { Sender, type SignedInCaller } from '../commands/sender.js';
import { Access } from '../http/access/access.js';
import { Session, Speaks } from '../http/access/signed-in.js';
import { Answer } from '../http/answers/answer.js';
import type { Language } from '../http/answers/language.js';
import { CURSOR, type Page } from '../http/input/cursor.js';
import { Id } from '../http/input/id-param.js';
import { textOf, wrongQuery } from '../http/input/query.js';
import { CONFIG, DATABASE, PERSONAL_DATA } from '../http/parts/tokens.js';
import { HttpProblem } from '../http/problems/problem.js';
import { pupilView, type PupilView } from './pupil-view.js';
import { LiftingBody, PasswordResetBody, RestrictionBody } from './roster-bodies.js';
import { ONE_TIME_CODE, PUPIL, PUPILS } from './roster-office-shape.js';

const WHO = ['registrar'] as const;
const ID = { studentId: { description: '`studentId` of the list.' } };
const WRITE_PROBLEMS = ['not-found', 'roster-busy', 'log-unavailable'] as const;
const PAGE = 50;
/** So many hits are a look at a class, and are logged. */
const LOOK_FROM = 21;

@Controller('api/v1/roster/students')
export class RosterPupilsController {
  private readonly pupils: PupilList;

  constructor(
    @Inject(DATABASE) db: Database,
    @Inject(PERSONAL_DATA) personalData: PersonalDataService,
    @Inject(CONFIG) config: Pick<Config, 'indexKey'>,
    private readonly streams: SchoolStreams,
    private readonly writes: OfficeWrites,
    private readonly readAccess: ReadAccessLog,
  ) {
    this.pupils = new PupilList(db, personalData, config.indexKey);
  }

  @Get()
  @Access('list-roster-students', {
    who: WHO,
    tag: 'Roster',
    summary: '學生查詢: by number, name or class; more than 20 hits are logged as a look',
    query: {
      q: { description: 'A student number, or a part of a number or a name.' },
      class: { description: 'Only this class.' },
      ...CURSOR,
    },
    answers: { 200: { says: 'Pupils of the school, by class.', schema: PUPILS } },
    problems: ['log-unavailable'],
  })
  async list(
    @Session() session: SignedIn,
    @Speaks() language: Language,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<PupilView>> {
    const q = textOf(query, 'q');
    const classId = textOf(query, 'class');
    const filter = { ...(q !== undefined && { q }), ...(classId !== undefined && { classId }) };
    const found = await this.pupils.page(session.schoolId, filter, placeOf(query), PAGE + 1);
    const items = found.slice(0, PAGE);
    if (items.length >= LOOK_FROM) await this.look(session, 'list-roster-students');
    const last = found.length > PAGE ? items.at(-1) : undefined;
    return {
      items: items.map((pupil) => pupilView(pupil, language)),
      nextCursor: last ? writeOpaque([last.classId, last.studentId]) : null,
    };
  }

  @Get(':studentId')
  @Access('read-roster-student', {
    who: WHO,
    tag: 'Roster',
    summary: 'One pupil',
    path: ID,
    answers: { 200: { says: 'The pupil.', schema: PUPIL } },
    problems: ['not-found'],
  })
  async read(
    @Id('studentId') id: string,
    @Session() session: SignedIn,
    @Speaks() language: Language,
  ): Promise<PupilView> {
    return pupilView(await this.find(id, session), language);
  }

  @Put(':studentId/restriction')
  @KeyedWrite('restrict-student', {
    body: RestrictionBody,
    who: WHO,
    tag: 'Roster',
    summary: '保護限制: on these days new requests go to the registrar only',
    path: ID,
    answers: { 200: { says: 'Set; it takes the place of an earlier one.', schema: PUPIL } },
    problems: WRITE_PROBLEMS,
  })
  async restrict(
    @Id('studentId') id: string,
    @Body() body: RestrictionBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const { studentId } = await this.find(id, sender.session);
    const { from, to, document, note } = body;
    if (to !== undefined && to < from)
      throw new HttpProblem('invalid-body', { errors: [{ pointer: '/to', code: 'invalid-date' }] });
    const { schoolId } = sender.session;
    return this.writes.once(sender, studentId, async (by) => {
      await restrict(
        this.streams,
        by,
        { schoolId, studentId },
        { from, ...(to !== undefined && { to }), document, note },
      );
      return new Answer(200, pupilView(await this.find(studentId, sender.session), sender.language));
    });
  }

  @Delete(':studentId/restriction')
  @HttpCode(200)
  @KeyedWrite('lift-student-restriction', {
    body: LiftingBody,
    who: WHO,
    tag: 'Roster',
    summary: '解除保護限制',
    path: ID,
    answers: { 200: { says: 'Lifted.', schema: PUPIL } },
    problems: WRITE_PROBLEMS,
  })
  async lift(
    @Id('studentId') id: string,
    @Body() { note }: LiftingBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const { studentId } = await this.find(id, sender.session);
    const { schoolId } = sender.session;
    return this.writes.once(sender, studentId, async (by) => {
      await liftRestriction(this.streams, by, { schoolId, studentId }, note);
      return new Answer(200, pupilView(await this.find(studentId, sender.session), sender.language));
    });
  }

  @Post(':studentId/password-reset')
  @KeyedWrite('reset-student-password', {
    body: PasswordResetBody,
    who: WHO,
    tag: 'Roster',
    summary: '重設密碼: a one-time code for the pupil’s parent login, at the counter',
    path: ID,
    answers: {
      201: { says: 'The code, to be shown once; the old password and sessions are over.', schema: ONE_TIME_CODE },
    },
    problems: [...WRITE_PROBLEMS, 'student-left'],
  })
  async reset(
    @Id('studentId') id: string,
    @Body() { reason }: PasswordResetBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const { studentId, status } = await this.find(id, sender.session);
    if (status !== 'enrolled' && status !== 'suspended') throw new HttpProblem('student-left');
    const of = { schoolId: sender.session.schoolId, kind: 'student', id: studentId } as const;
    return this.writes.once(
      sender,
      studentId,
      async (by) => new Answer(201, await resetPassword(this.streams, by, of, reason)),
    );
  }

  private async find(id: string, { schoolId }: SignedIn): Promise<ListedPupil> {
    const pupil = id.includes('\0') ? null : await this.pupils.find(schoolId, id);
    if (!pupil) throw new HttpProblem('not-found');
    return pupil;
  }

  private look({ principalId, role, schoolId }: SignedIn, through: string): Promise<void> {
    const actor = { id: principalId, role };
    return this.readAccess.record({ actor, through, subjectId: `school-${schoolId}`, fields: ['number', 'name'] });
  }
}

function placeOf(query: Readonly<Record<string, unknown>>): readonly [string, string] | null {
  const cursor = textOf(query, 'cursor');
  if (cursor === undefined) return null;
  const [classId, studentId] = readOpaque(cursor);
  if (!isId(classId) || !isId(studentId)) throw wrongQuery('cursor', 'wrong-type');
  return [classId, studentId];
}
