import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { deriveId } from '../../../domain/ids.js';
import { SecondFactorResets } from '../../people/accounts/second-factor/second-factor-resets.js';
import { KeyedWrite } from '../commands/command-route.js';
import { CommandRows } from '../commands/command-rows.js';
import { Sender, type SignedInCaller } from '../commands/sender.js';
import { Answer } from '../http/answers/answer.js';
import { named, oneOf, shape } from '../http/answers/shape.js';
import { HttpProblem } from '../http/problems/problem.js';
import { ResetReasonBody } from './second-factor-bodies.js';

const RESET = named('SecondFactorReset', shape({ status: oneOf(['awaits-second']) }));
const ACCOUNT = { account: { description: 'Account of a member of staff.', example: 'registrar' } } as const;

@Controller('api/v1/admin/second-factors')
export class SecondFactorResetsController {
  constructor(
    private readonly resets: SecondFactorResets,
    private readonly calls: CommandRows,
  ) {}

  @Post(':account/reset')
  @KeyedWrite('reset-second-factor', {
    who: ['administrator'],
    tag: 'Administration',
    summary: 'Ask for the removal of a lost second factor; another administrator confirms it',
    path: ACCOUNT,
    body: ResetReasonBody,
    answers: { 201: { says: 'Asked for; it awaits a second administrator.', schema: RESET } },
    problems: ['not-found'],
  })
  ask(
    @Param('account') account: string,
    @Body() { reason }: ResetReasonBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    return this.once(sender, async () => {
      if (!(await this.resets.ask(account, sender.session.principalId, reason))) throw new HttpProblem('not-found');
      return new Answer(201, { status: 'awaits-second' });
    });
  }

  @Post(':account/reset/confirmation')
  @HttpCode(204)
  @KeyedWrite('confirm-second-factor-reset', {
    who: ['administrator'],
    tag: 'Administration',
    summary: 'Confirm the removal of a second factor that another administrator asked for',
    path: ACCOUNT,
    emptyBody: true,
    answers: { 204: { says: 'Removed; every session of the account has ended.' } },
    problems: ['not-found', 'second-person-needed'],
  })
  confirm(@Param('account') account: string, @Sender() sender: SignedInCaller): Promise<Answer> {
    return this.once(sender, async () => {
      const answer = await this.resets.confirm(account, sender.session.principalId);
      if (answer === 'same-person') throw new HttpProblem('second-person-needed');
      if (answer === 'none') throw new HttpProblem('not-found');
      return new Answer(204, undefined);
    });
  }

  /** Carries it out once per key; the same call again gets the same answer. */
  private async once({ call }: SignedInCaller, act: () => Promise<Answer>): Promise<Answer> {
    const commandId = deriveId(call.principal, 'resetSecondFactor', call.key);
    const target = { requestId: commandId, commandId, studentId: call.principal };
    const attempt = await this.calls.begin(call, target);
    return attempt.answer ?? this.calls.finish(call, target, await act(), 0);
  }
}
