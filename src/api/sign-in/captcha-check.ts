import type { Config } from '../../config/config.js';
import { Captchas } from '../../people/accounts/captcha/captchas.js';
import { SignInLimits, type Attempt } from '../../people/accounts/sign-in-limits.js';
import { HttpProblem } from '../http/problems/problem.js';

/** Asks for a captcha before a password is looked at. What it refuses counts as no failure. */
export class CaptchaCheck {
  constructor(
    private readonly captchas: Captchas,
    private readonly limits: SignInLimits,
    private readonly config: Pick<Config, 'captcha'>,
  ) {}

  /** @throws HttpProblem captcha-required, captcha-wrong; DatabaseUnavailable */
  async check(attempt: Attempt, captcha: unknown): Promise<void> {
    if (!(await this.isDue(attempt))) return;
    if (captcha === undefined || captcha === null) throw new HttpProblem('captcha-required');
    if (!(await this.captchas.isSolved(captcha))) throw new HttpProblem('captcha-wrong');
  }

  private async isDue(attempt: Attempt): Promise<boolean> {
    if (this.config.captcha === 'off') return false;
    return this.config.captcha === 'always' || (await this.limits.wantsCaptcha(attempt));
  }
}
