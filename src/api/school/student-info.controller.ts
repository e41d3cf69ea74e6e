import { Body, Controller, Inject } from '@nestjs/common';
import { BINDING_EVENTS } from '../../../domain/binding/events.js';
import type { SealedField } from '../../../domain/event-declaration/fields.js';
import { allowedActions } from '../../../domain/binding/allowed-actions.js';
import type { BindingCommands } from '../../../domain/binding/commands.js';
import { parsePersonName } from '../../../domain/identity/person-name.js';
import type { CaseDocument } from '../../../projections/binding-case/case-document.js';
import { CaseCommands, type Caller } from '../commands/case-commands.js';
import type { Answer } from '../http/answers/answer.js';
import { DATABASE } from '../http/parts/tokens.js';
import type { Database } from '../../adapters/postgres/database.js';
import { Roster } from '../../people/roster/roster.js';
import { HttpProblem } from '../http/problems/problem.js';
import { CaseAccess } from '../case/case-access.js';
import { caseRef } from '../case/send-to-case.js';
import { CaseCommand } from '../commands/command-route.js';
import { SealText } from '../commands/seal-text.js';
import { Sender, type SignedInCaller } from '../commands/sender.js';
import { Id } from '../http/input/id-param.js';
import { correctStudent, takeBackCorrection, type StudentChanges } from '../../people/roster/office/correct-student.js';
import type { By } from '../../people/roster/office/roster-office.js';
import { hasClass } from '../../people/roster/schools.js';
import { SchoolStreams } from '../../people/roster/stream/school-streams.js';
import { KeepBody } from './keep-body.js';
import { StudentCorrectionBody, type StudentChangesBody } from './student-correction-body.js';

const ID = { id: { description: 'Id of the case, as GET /bindings lists it.' } };

/** What the school answers to a family that found something wrong in 確認學生相關資訊. */
@Controller('api/v1/bindings')
export class StudentInfoController {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly streams: SchoolStreams,
    private readonly roster: Roster,
    private readonly access: CaseAccess,
    private readonly commands: CaseCommands,
    private readonly texts: SealText,
  ) {}

  @CaseCommand('CorrectStudentInfo', 'POST :id/student-info/correction', {
    name: 'correct-student-info',
    who: ['registrar', 'director'],
    summary: '更正學生資料: in the roster first, then told to the case; the parent confirms anew',
    path: ID,
    body: StudentCorrectionBody,
    problems: ['student-not-found', 'student-number-taken'],
  })
  async correct(
    @Id('id') id: string,
    @Body() { changes }: StudentCorrectionBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const { session } = sender;
    const document = await this.access.ofOffice(id, session);
    const wanted = await this.checked(changes, document.state.schoolId);
    const mayNow = allowedActions(document.state, { role: session.role }).includes('correct-student-info');
    const answer = await this.commands.send('CorrectStudentInfo', caseRef(document), sender, async (commandId) => {
      // What the rules are going to refuse changes no roster.
      if (mayNow) await this.inRoster(document, wanted, { commandId, actor: sender.actor });
      return this.sealed(document, wanted);
    });
    // The page was older than the case: the family confirmed meanwhile, for example.
    if (answer.status !== 200) await this.takeBack(document, sender);
    return answer;
  }

  @CaseCommand('KeepStudentInfo', 'POST :id/student-info/keep', {
    name: 'keep-student-info',
    who: ['registrar', 'director'],
    summary: '維持原資料: the pupil’s data are right as they are',
    path: ID,
    body: KeepBody,
  })
  async keep(@Id('id') id: string, @Body() { note }: KeepBody, @Sender() sender: SignedInCaller): Promise<Answer> {
    const document = await this.access.ofOffice(id, sender.session);
    return this.commands.send('KeepStudentInfo', caseRef(document), sender, async () => ({
      note: await this.seal(document, BINDING_EVENTS.StudentInfoKept.fields.note, note),
    }));
  }

  private async checked(changes: StudentChangesBody, schoolId: string): Promise<StudentChanges> {
    const { name, classId, studentNumber } = changes;
    if (name === undefined && classId === undefined && studentNumber === undefined) {
      throw new HttpProblem('invalid-body', { errors: [{ pointer: '/changes', code: 'required' }] });
    }
    if (classId !== undefined && !(await hasClass(this.db, schoolId, classId))) {
      throw new HttpProblem('invalid-body', { errors: [{ pointer: '/changes/classId', code: 'not-in-list' }] });
    }
    return {
      ...(name !== undefined && { name: parsePersonName(name) ?? name }),
      ...(classId !== undefined && { classId }),
      ...(studentNumber !== undefined && { studentNumber }),
    };
  }

  /** Sent again after a lost answer it changes nothing more. The pupil's other cases are told by the roster. */
  private async inRoster(document: CaseDocument, changes: StudentChanges, by: By): Promise<void> {
    const done = await correctStudent(this.streams, by, document.state, changes, document.requestId);
    if (done === 'number-taken') throw new HttpProblem('student-number-taken');
  }

  private async takeBack(document: CaseDocument, sender: Caller): Promise<void> {
    const commandId = this.commands.commandIdOf('CorrectStudentInfo', caseRef(document), sender);
    await takeBackCorrection(this.streams, { commandId, actor: sender.actor }, document.state);
  }

  private async sealed(
    document: CaseDocument,
    changes: StudentChanges,
  ): Promise<BindingCommands['CorrectStudentInfo']> {
    const view = await this.roster.studentView(document.state.studentId);
    const student = { name: view?.name ?? null, number: view?.number ?? null };
    return {
      changes: await this.seal(document, BINDING_EVENTS.StudentInfoCorrected.fields.changes, JSON.stringify(changes)),
      student: await this.seal(document, BINDING_EVENTS.StudentInfoCorrected.fields.student, JSON.stringify(student)),
    };
  }

  private seal({ requestId, state }: CaseDocument, field: SealedField<'studentId'>, plain: string): Promise<string> {
    return this.texts.seal(plain, field, { requestId, studentId: state.studentId });
  }
}
