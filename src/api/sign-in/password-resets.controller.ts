import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { nameOfError } from '../../logging/name-of-error.js';
import { JsonLog } from '../../logging/json-log.js';
import { PasswordResets } from '../../people/accounts/password-reset/password-resets.js';
import { SessionService } from '../../people/accounts/session-service.js';
import { Access } from '../http/access/access.js';
import { named, oneOf, shape, type ViewOf } from '../http/answers/shape.js';
import { HttpProblem } from '../http/problems/problem.js';
import { AskResetBody, NewPasswordBody } from './password-reset-bodies.js';

const TAKEN = named('PasswordResetTaken', shape({ status: oneOf(['taken']) }));
/** Letters on their way at once; what comes on top is dropped, as a fourth letter in an hour is. */
const MOST_AT_ONCE = 20;

@Controller('api/v1/password-resets')
export class PasswordResetsController {
  private sending = 0;

  constructor(
    private readonly resets: PasswordResets,
    private readonly sessions: SessionService,
    private readonly say: JsonLog,
  ) {}

  @Post()
  @HttpCode(202)
  @Access('ask-password-reset', {
    write: true,
    body: AskResetBody,
    who: 'anyone',
    tag: 'Session',
    summary: '忘記密碼: a letter with a link, where the account has an address',
    description: 'The answer is always the same. A P account has no address: its password is reset at 註冊組.',
    answers: { 202: { says: 'Taken.', schema: TAKEN } },
  })
  ask(@Body() { schoolId, account }: AskResetBody): ViewOf<typeof TAKEN> {
    // The letter is sent behind the answer, so that its time says nothing about the account.
    if (this.sending < MOST_AT_ONCE) void this.send(schoolId, account);
    return { status: 'taken' };
  }

  @Put(':token')
  @HttpCode(204)
  @Access('use-password-reset', {
    write: true,
    body: NewPasswordBody,
    who: 'anyone',
    tag: 'Session',
    summary: '設定新密碼: by the link of the letter; every session of the account ends',
    path: { token: { description: 'From the link.' } },
    answers: { 204: { says: 'Set.' } },
    problems: [
      'reset-link-invalid',
      'password-too-short',
      'password-too-long',
      'password-unchanged',
      'password-guessable',
      'database-unavailable',
    ],
  })
  async use(@Param('token') token: string, @Body() { newPassword }: NewPasswordBody): Promise<void> {
    const answer = await this.resets.use(token, newPassword);
    if (answer === 'invalid-link') throw new HttpProblem('reset-link-invalid');
    if (answer !== 'done') throw new HttpProblem(answer);
  }

  private async send(schoolId: string | undefined, account: string): Promise<void> {
    this.sending += 1;
    try {
      await this.resets.send(await this.sessions.find(schoolId, account));
    } catch (error) {
      this.say.warn('a letter for a forgotten password was not sent', { error: nameOfError(error) });
    } finally {
      this.sending -= 1;
    }
  }
}
