import { Module } from '@nestjs/common';
import type { Database } from '../../adapters/postgres/database.js';
import type { Config } from '../../config/config.js';
import { publicUrlOf } from '../../config/public-url.js';
import { JsonLog } from '../../logging/json-log.js';
import { openMailer } from '../../notices/open-mailer.js';
import { Captchas } from '../../people/accounts/captcha/captchas.js';
import { PasswordResets } from '../../people/accounts/password-reset/password-resets.js';
import { SecondFactorResets } from '../../people/accounts/second-factor/second-factor-resets.js';
import { SecondFactors } from '../../people/accounts/second-factor/second-factors.js';
import { SessionService } from '../../people/accounts/session-service.js';
import { SignInLimits } from '../../people/accounts/sign-in-limits.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import { CommandsModule } from '../commands/commands.module.js';
import { CONFIG, DATABASE, PERSONAL_DATA } from '../http/parts/tokens.js';
import { CaptchaCheck } from './captcha-check.js';
import { CaptchasController } from './captchas.controller.js';
import { GuardianSignIn } from './guardian-sign-in.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { PasswordResetsController } from './password-resets.controller.js';
import { SecondFactorResetsController } from './second-factor-resets.controller.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SessionController } from './session.controller.js';

@Module({
  imports: [CommandsModule],
  controllers: [
    SessionController,
    CaptchasController,
    OwnSessionsController,
    SecondFactorController,
    SecondFactorResetsController,
    PasswordResetsController,
  ],
  providers: [
    GuardianSignIn,
    {
      provide: SignInLimits,
      inject: [DATABASE, CONFIG],
      useFactory: (db: Database, config: Config) => new SignInLimits(db, config),
    },
    {
      provide: Captchas,
      inject: [DATABASE, CONFIG],
      useFactory: (db: Database, config: Config) => new Captchas(db, config),
    },
    {
      provide: CaptchaCheck,
      inject: [Captchas, SignInLimits, CONFIG],
      useFactory: (captchas: Captchas, limits: SignInLimits, config: Config) =>
        new CaptchaCheck(captchas, limits, config),
    },
    {
      provide: SecondFactors,
      inject: [DATABASE, PERSONAL_DATA],
      useFactory: (db: Database, personalData: PersonalDataService) => new SecondFactors(db, personalData),
    },
    {
      provide: SecondFactorResets,
      inject: [DATABASE, PERSONAL_DATA],
      useFactory: (db: Database, personalData: PersonalDataService) => new SecondFactorResets(db, personalData),
    },
    {
      provide: PasswordResets,
      inject: [DATABASE, PERSONAL_DATA, SessionService, CONFIG],
      useFactory: (db: Database, personalData: PersonalDataService, sessions: SessionService, config: Config) =>
        new PasswordResets(db, personalData, sessions, openMailer(config), () => publicUrlOf(config)),
    },
    { provide: JsonLog, inject: [CONFIG], useFactory: ({ logLevel }: Config) => new JsonLog('api', logLevel) },
  ],
})
export class SignInModule {}
