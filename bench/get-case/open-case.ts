/** A case as a family brings it under review: sealed values, the rules, the log. */
import { randomUUID } from 'node:crypto';
import { createExecute } from '../../activities/binding/execute-command.js';
import type { Command } from '../../domain/binding/commands.js';
import type { SealedApplicant } from '../../domain/binding/events.js';
import { applicantIdOf, caseNumber, requestIdOf } from '../../domain/binding/identifiers.js';
import { currentConsentText } from '../../domain/consent/texts.js';
import type { EventLog } from '../../eventstore/port.js';
import type { Config } from '../../src/config/config.js';
import type { Database } from '../../src/adapters/postgres/database.js';
import { createPersonalData } from '../../src/people/privacy/personal-data.js';
import { createReferences } from '../../src/people/privacy/references.js';
import { demoApplicants, type DemoPupil } from '../../src/people/demo-data/demo-data.js';
import { createFacts } from '../../src/people/roster/facts.js';
import { Roster, type Pupil } from '../../src/people/roster/roster.js';
import { bindingStream } from '../../workflows/names.js';

/** @returns the id of the case */
export async function openCase(
  db: Database,
  log: EventLog,
  config: Config,
  { schoolId, number }: DemoPupil,
): Promise<string> {
  const pupil = await new Roster(db, createPersonalData(db, config), config).studentByNumber(schoolId, number);
  if (!pupil) throw new Error(`the demo data have no pupil ${number}`);
  const requestId = requestIdOf(pupil.studentId, pupil.loginId, 0);
  const execute = createExecute({ log, facts: createFacts(db, config) });
  for (const command of await plainPath(db, config, pupil, requestId)) {
    const { answer } = await execute(command);
    if (answer.status === 'refused') throw new Error(`${command.type} was refused: ${answer.code}`);
  }
  return requestId;
}

async function plainPath(db: Database, config: Config, pupil: Pupil, requestId: string): Promise<readonly Command[]> {
  const { studentId, schoolId, loginId } = pupil;
  const by = () =>
    ({ requestId, commandId: randomUUID(), actor: { id: loginId, role: 'parent' }, channel: 'online' }) as const;
  const personalData = createPersonalData(db, config);
  const view = await new Roster(db, personalData, config).studentView(studentId);
  const context = { stream: bindingStream(requestId), subject: studentId, field: 'student' };
  const student = await personalData.seal(JSON.stringify({ name: view?.name, number: view?.number }), context);
  const applicant = await sealed(db, config, requestId);
  return [
    {
      type: 'Open',
      ...by(),
      data: { caseNumber: caseNumber(schoolId, requestId), studentId, loginId, student },
    },
    { type: 'ConfirmStudentInfo', ...by(), data: { correct: true, shownVersion: pupil.rosterVersion } },
    {
      type: 'AnswerConsent',
      ...by(),
      data: { decision: 'agree', intent: 'apply', textVersion: currentConsentText().version, method: 'online' },
    },
    { type: 'FillApplication', ...by(), data: { mode: 'one-parent', applicants: [applicant] } },
    { type: 'SignAndSend', ...by(), data: { dossierRevisions: { [applicant.applicantId]: 3 } } },
  ];
}

async function sealed(db: Database, config: Config, requestId: string): Promise<SealedApplicant> {
  const { relation, name, idNumber, mobile, email } = demoApplicants.wangDaming;
  const applicantId = applicantIdOf(randomUUID(), 0);
  const [personalData, references] = [createPersonalData(db, config), createReferences(db, config)];
  const seal = (field: string, value: string) =>
    personalData.seal(value, { stream: bindingStream(requestId), subject: applicantId, field });
  return {
    applicantId,
    relation,
    personRef: await references.personRefOf(idNumber),
    emailRef: await references.emailRefOf(email),
    name: await seal('name', name),
    idNumber: await seal('idNumber', idNumber),
    mobile: await seal('mobile', mobile),
    email: await seal('email', email),
  };
}
