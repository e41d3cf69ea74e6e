import { Body, Controller, Post } from '@nestjs/common';
import type { SignedIn } from '../../../people/accounts/session-service.js';
import { Roster, type Pupil } from '../../../people/roster/roster.js';
import { CASE } from '../../case/case-shape.js';
import { KeyedWrite } from '../../commands/command-route.js';
import { enteredBy, Sender, type SignedInCaller } from '../../commands/sender.js';
import { FAMILY_OR_COUNTER } from '../../http/access/access.js';
import type { Answer } from '../../http/answers/answer.js';
import type { FieldError } from '../../http/problems/field-problems.js';
import { HttpProblem } from '../../http/problems/problem.js';
import { OpenBindingBody } from './open-binding-body.js';
import { OpenBinding } from './open-binding.js';

@Controller('api/v1/bindings')
export class OpenBindingController {
  constructor(
    private readonly roster: Roster,
    private readonly opening: OpenBinding,
  ) {}

  @Post()
  @KeyedWrite('open-binding', {
    body: OpenBindingBody,
    who: FAMILY_OR_COUNTER,
    tag: 'Binding',
    summary: '親子綁定: open a request for one’s pupil',
    description: 'A parent sends `{}`. Answers the open case (200) when there is one.',
    answers: {
      201: { says: 'The new case.', schema: CASE },
      200: { says: 'The case that is open already.', schema: CASE },
    },
    problems: [
      'student-not-found',
      'student-left',
      'opened-by-parent',
      'log-unavailable',
      'engine-unavailable',
      'outcome-unknown',
    ],
  })
  async open(@Body() body: OpenBindingBody, @Sender() sender: SignedInCaller): Promise<Answer> {
    const { session } = sender;
    const pupil = await this.pupilFor(body, session);
    return this.opening.open(pupil, enteredBy(session, sender), { session, language: sender.language });
  }

  private async pupilFor(body: OpenBindingBody, session: SignedIn): Promise<Pupil> {
    const errors = fieldsOfOthers(body, session);
    if (errors.length > 0) throw new HttpProblem('invalid-body', { errors });
    const pupil = await this.findPupil(session, body.studentNumber);
    const other = body.studentId !== undefined && body.studentId !== pupil?.studentId;
    if (!pupil || other) throw new HttpProblem('student-not-found');
    return pupil;
  }

  private async findPupil(session: SignedIn, studentNumber: string | undefined): Promise<Pupil | null> {
    if (session.role !== 'registrar')
      return session.studentId === undefined ? null : this.roster.findStudent(session.studentId);
    if (studentNumber === undefined) {
      throw new HttpProblem('invalid-body', { errors: [{ pointer: '/studentNumber', code: 'required' }] });
    }
    return session.schoolId === undefined ? null : this.roster.studentByNumber(session.schoolId, studentNumber.trim());
  }
}

/** A parent names nobody; the registrar a number of their school; a guardian one of their children. */
function fieldsOfOthers({ studentNumber, studentId }: OpenBindingBody, { role }: SignedIn): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (studentNumber !== undefined && role !== 'registrar')
    errors.push({ pointer: '/studentNumber', code: 'unknown-field' });
  if (studentId !== undefined && role !== 'guardian') errors.push({ pointer: '/studentId', code: 'unknown-field' });
  return errors;
}
