import { Inject, Injectable } from '@nestjs/common';
import { STUDENT } from '../../../../domain/binding/events/fields.js';
import { sealingContext } from '../../../../domain/event-declaration/sealed-values.js';
import { caseNumber, commandIdOf, requestIdOf } from '../../../../domain/binding/identifiers.js';
import { countClosed } from '../../../../projections/binding-case/binding-case-queries.js';
import { caseOf } from '../../../../projections/binding-case/case-document.js';
import { bindingStream } from '../../../../workflows/names.js';
import { endsTheRow, refused } from '../../commands/command-answers.js';
import { CommandRows, type CallRow, type Target } from '../../commands/command-rows.js';
import type { Caller } from '../../commands/case-commands.js';
import { Answer, etag } from '../../http/answers/answer.js';
import { DATABASE, EVENT_LOG, GATEWAY, PERSONAL_DATA } from '../../http/parts/tokens.js';
import type { Database } from '../../../adapters/postgres/database.js';
import type { EventLog } from '../../../../eventstore/port.js';
import type { BindingGateway } from '../../../adapters/temporal/binding-gateway.js';
import type { PersonalDataService } from '../../../people/privacy/personal-data.js';
import { HttpProblem } from '../../http/problems/problem.js';
import { Roster, type Pupil } from '../../../people/roster/roster.js';
import { CaseAccess } from '../../case/case-access.js';
import { CaseViews, type CaseReader } from '../../case/case-views.js';

/** A family that had more closed cases than this for one pupil is looked at by a person. */
const MOST_CASES = 200;

@Injectable()
export class OpenBinding {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(GATEWAY) private readonly gateway: BindingGateway,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
    private readonly roster: Roster,
    private readonly rows: CommandRows,
    private readonly pages: CaseViews,
    private readonly access: CaseAccess,
  ) {}

  /**
   * 201 with a new case, or 200 with the one that is open; 409 at the counter where that one is the parent's own and
   * nothing of it has been sent to the school. The id of a request counts the closed ones before it; where the read
   * model lags behind, the stream itself says so, and the next number is tried.
   */
  async open(pupil: Pupil, caller: Caller, asking: CaseReader): Promise<Answer> {
    let attempt = await this.begin(pupil, caller);
    for (let tries = 0; tries < MOST_CASES; tries++) {
      if (attempt.answer) return attempt.answer;
      const answer = await this.send(pupil, attempt, caller);
      if (answer.status === 'accepted') {
        const shown = await this.page(attempt, answer.revision, answer.changed ? 201 : 200, asking);
        return this.rows.finish(caller.call, attempt, shown, answer.revision);
      }
      if (answer.code !== 'wrong-stage') {
        const no = refused(answer, caller);
        return endsTheRow(no) ? this.rows.finish(caller.call, attempt, no, answer.revision) : no;
      }
      attempt = await this.rows.redirect(caller.call, attempt, this.following(pupil, attempt, caller));
    }
    throw new HttpProblem('internal-error');
  }

  private async begin(pupil: Pupil, caller: Caller): Promise<CallRow> {
    const closed = await countClosed(this.db, pupil.studentId, pupil.loginId);
    return this.rows.begin(caller.call, target(pupil, closed, caller));
  }

  private following(pupil: Pupil, { requestId }: Target, caller: Caller): Target {
    for (let n = 0; n < MOST_CASES; n++) {
      if (requestIdOf(pupil.studentId, pupil.loginId, n) === requestId) return target(pupil, n + 1, caller);
    }
    throw new HttpProblem('internal-error');
  }

  private async send(pupil: Pupil, { requestId, commandId }: Target, { actor, channel }: Caller) {
    const { studentId, loginId, schoolId } = pupil;
    const view = await this.roster.studentView(studentId);
    const student = await this.personalData.seal(
      JSON.stringify({ name: view?.name ?? null, number: view?.number ?? null }),
      sealingContext(STUDENT, bindingStream(requestId), { studentId }),
    );
    const data = { caseNumber: caseNumber(schoolId, requestId), studentId, loginId, student };
    return this.gateway.send({ type: 'Open', requestId, commandId, actor, channel, data });
  }

  /** From the log, as it stood after the command: the same answer whenever it is made. */
  private async page({ requestId }: Target, revision: number, status: 200 | 201, asking: CaseReader): Promise<Answer> {
    const document = caseOf(await this.log.readStream(bindingStream(requestId), 0, revision));
    if (!document) throw new HttpProblem('outcome-unknown');
    // Thrown, so that the row stays open: the same key opens the case once the parent has sent or lost theirs.
    if (!this.access.mayRead(document.state, asking.session)) throw new HttpProblem('opened-by-parent');
    const told = { Location: `/api/v1/bindings/${requestId}`, 'Content-Language': asking.language };
    return new Answer(status, await this.pages.show(document, asking), { ...told, ...etag(document.revision) });
  }
}

function target(pupil: Pupil, n: number, { call }: Caller): Target {
  const requestId = requestIdOf(pupil.studentId, pupil.loginId, n);
  return { requestId, commandId: commandIdOf(call.principal, 'Open', call.key, requestId), studentId: pupil.studentId };
}
