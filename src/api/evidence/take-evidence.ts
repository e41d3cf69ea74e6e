import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { evidenceIdOf } from '../../../domain/binding/identifiers.js';
import { CaseCommands, type Caller } from '../commands/case-commands.js';
import { Answer, etag } from '../http/answers/answer.js';
import { HttpProblem } from '../http/problems/problem.js';
import { acceptedKind, cleanFile } from './clean-file.js';
import type { EvidenceOwner } from './evidence-access.js';
import { EvidenceStore, type EvidencePlace, type KeptEvidence } from './evidence-store.js';
import { Scanner, ScannerUnavailable } from '../../adapters/clamav/scanner.js';

/** A scanner that is started anew loads its signatures first. */
const SCANNER_PAUSE_S = 30;

/** One file on its way in: looked through, cleaned, sealed, and only then named in the log. */
@Injectable()
export class TakeEvidence {
  constructor(
    private readonly scanner: Scanner,
    private readonly store: EvidenceStore,
    private readonly commands: CaseCommands,
  ) {}

  /** @throws HttpProblem infected, wrong-type, scanner-unavailable */
  async checked(file: Buffer): Promise<Buffer> {
    if ((await this.verdictOn(file)) === 'infected') throw new HttpProblem('infected');
    acceptedKind(file);
    return file;
  }

  private async verdictOn(file: Buffer): Promise<'clean' | 'infected'> {
    try {
      return await this.scanner.scan(file);
    } catch (error) {
      if (error instanceof ScannerUnavailable)
        throw new HttpProblem('scanner-unavailable', { retryAfterSeconds: SCANNER_PAUSE_S });
      throw error;
    }
  }

  /** What the rules refuse is not kept. @throws as CaseCommands.send, and HttpProblem wrong-type, evidence-busy */
  async add(file: Buffer, { requestId, studentId, applicant }: EvidenceOwner, sender: Caller): Promise<Answer> {
    const { applicantId } = applicant;
    await this.store.deleteOrphans(applicantId, applicant.evidence?.map(({ evidenceId }) => evidenceId) ?? []);
    const sha256 = createHash('sha256').update(file).digest('hex');
    const caller = { ...sender, call: { ...sender.call, body: { file: sha256 } } };
    const on = { requestId, studentId, subject: applicantId };
    let added: (EvidencePlace & KeptEvidence) | undefined;
    const answer = await this.commands.send(
      'AddEvidence',
      on,
      caller,
      async (commandId) => {
        const place = { evidenceId: evidenceIdOf(commandId), requestId, applicantId };
        added = { ...place, ...(await this.keep(file, place)) };
        const { evidenceId, type, size } = added;
        return { applicantId, evidenceId, type, size, sha256: added.sha256 };
      },
      (revision) => new Answer(201, answerOf(added), etag(revision)),
    );
    if (added && answer.status >= 400) await this.store.delete(added.evidenceId);
    return answer;
  }

  private async keep(file: Buffer, place: EvidencePlace): Promise<KeptEvidence> {
    return (await this.store.find(place.evidenceId)) ?? this.store.put(place, await cleanFile(file));
  }
}

function answerOf(added: (EvidencePlace & KeptEvidence) | undefined) {
  if (!added) throw new Error('evidence was named before it was kept');
  const { evidenceId, type, size, sha256 } = added;
  return { evidenceId, type, size, sha256 };
}
