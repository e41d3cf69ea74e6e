import { Controller, Get, Req, Res, StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CaseCommands } from '../commands/case-commands.js';
import { Access, FAMILY_OR_COUNTER } from '../http/access/access.js';
import { REVIEWERS } from '../../../domain/binding/vocabulary.js';
import type { Answer } from '../http/answers/answer.js';
import type { ViewOf } from '../http/answers/shape.js';
import { HttpProblem } from '../http/problems/problem.js';
import { tellRevision } from '../http/answers/revision-headers.js';
import { Session } from '../http/access/signed-in.js';
import { Id } from '../http/input/id-param.js';
import { isUuid } from '../http/input/uuid.js';
import { CaseCommand } from '../commands/command-route.js';
import { enteredBy, Sender, type SignedInCaller } from '../commands/sender.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { ACCEPTED } from '../commands/command-answers.js';
import { ADDED_EVIDENCE, EVIDENCE_LIST } from './evidence-shape.js';
import { EvidenceAccess } from './evidence-access.js';
import { EvidenceStore } from './evidence-store.js';
import { EXTENSIONS } from './file-kind.js';
import { Gate } from './gate.js';
import { receiveFile } from './receive-file.js';
import { TakeEvidence } from './take-evidence.js';

const APPLICANT = {
  id: { description: 'Id of the case.' },
  applicantId: { description: 'Id of the applicant, as the case shows it.' },
};
const PIECE = { ...APPLICANT, evidenceId: { description: 'As the list of the evidence shows it.' } };
const READERS = [...FAMILY_OR_COUNTER, ...REVIEWERS.filter((role) => !FAMILY_OR_COUNTER.includes(role))];
/** Files in memory at once; a sender beyond that is asked to come again. */
const uploads = new Gate(8, 0);

/** 證明文件: what an applicant shows beside the form. */
@Controller('api/v1/bindings/:id/applicants/:applicantId/evidence')
export class EvidenceController {
  constructor(
    private readonly access: EvidenceAccess,
    private readonly store: EvidenceStore,
    private readonly taking: TakeEvidence,
    private readonly commands: CaseCommands,
  ) {}

  @CaseCommand('AddEvidence', 'POST', {
    name: 'add-evidence',
    who: FAMILY_OR_COUNTER,
    summary: '證明文件: add a file; at most 10 for an applicant',
    path: APPLICANT,
    file: 'PDF, JPEG, PNG or HEIC, at most 10 MB, told by its content. Pictures are kept without place, time or camera.',
    answers: { 201: { says: 'Kept, sealed. Size and hash are of what is kept.', schema: ADDED_EVIDENCE } },
    problems: ['wrong-type', 'infected', 'evidence-busy', 'scanner-unavailable'],
  })
  add(
    @Id('id') id: string,
    @Id('applicantId') applicantId: string,
    @Sender() sender: SignedInCaller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Answer> {
    return uploads.run(async () => {
      const { session } = sender;
      const owner = await this.access.ofFamily(id, applicantId, session);
      const file = await this.taking.checked(await receiveFile(request, response));
      return this.taking.add(file, owner, enteredBy(session, sender));
    });
  }

  @Get()
  @Access('list-evidence', {
    who: READERS,
    tag: 'Binding',
    summary: '證明文件 of an applicant; a look of the school is logged',
    path: APPLICANT,
    answers: { 200: { says: 'All of it, the oldest first.', schema: EVIDENCE_LIST, revision: true } },
    problems: ['not-found', 'log-unavailable'],
  })
  async list(
    @Id('id') id: string,
    @Id('applicantId') applicantId: string,
    @Session() session: SignedIn,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ViewOf<typeof EVIDENCE_LIST>> {
    const { applicant, revision } = await this.access.ofReader(id, applicantId, session, 'list-evidence');
    tellRevision(response, revision);
    return { items: applicant.evidence ?? [], nextCursor: null };
  }

  @Get(':evidenceId')
  @Access('read-evidence', {
    who: READERS,
    tag: 'Binding',
    summary: 'One file, to be saved; a look of the school is logged',
    path: PIECE,
    answers: { 200: { says: 'The file.', files: Object.keys(EXTENSIONS) } },
    problems: ['not-found', 'log-unavailable'],
  })
  async read(
    @Id('id') id: string,
    @Id('applicantId') applicantId: string,
    @Id('evidenceId') evidenceId: string,
    @Session() session: SignedIn,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { requestId, applicant } = await this.access.ofReader(id, applicantId, session, 'read-evidence');
    const listed = applicant.evidence?.some((one) => one.evidenceId === evidenceId);
    const file = listed ? await this.store.open({ evidenceId, requestId, applicantId: applicant.applicantId }) : null;
    if (!file) throw new HttpProblem('not-found');
    // It comes from a stranger: no browser runs it, in whatever way it is opened.
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    const name = `evidence-${evidenceId}.${EXTENSIONS[file.type]}`;
    return new StreamableFile(file.bytes, {
      type: file.type,
      length: file.bytes.length,
      disposition: `attachment; filename="${name}"`,
    });
  }

  @CaseCommand('RemoveEvidence', 'DELETE :evidenceId', {
    name: 'remove-evidence',
    who: FAMILY_OR_COUNTER,
    summary: 'Take a file back; it is deleted',
    path: PIECE,
    answers: { 200: { says: 'Done. `ETag` is the new revision.', schema: ACCEPTED } },
  })
  async remove(
    @Id('id') id: string,
    @Id('applicantId') applicantId: string,
    @Id('evidenceId') evidenceId: string,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const { session } = sender;
    const { applicant, hasHandled, ...request } = await this.access.ofFamily(id, applicantId, session);
    if (!isUuid(evidenceId)) throw new HttpProblem('not-found');
    const data = { applicantId: applicant.applicantId, evidenceId };
    const isThere = applicant.evidence?.some((one) => one.evidenceId === data.evidenceId);
    const on = { ...request, subject: `${data.applicantId}/${data.evidenceId}` };
    const answer = await this.commands.send('RemoveEvidence', on, enteredBy(session, sender), (commandId) => {
      // Sent again after a lost answer, the command itself has taken it away.
      if (!isThere && !hasHandled(commandId)) throw new HttpProblem('not-found');
      return data;
    });
    if (answer.status < 300) await this.store.delete(data.evidenceId);
    return answer;
  }
}
