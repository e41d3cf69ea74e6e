import { Module } from '@nestjs/common';
import type { Database } from '../../adapters/postgres/database.js';
import type { Config } from '../../config/config.js';
import { SignInLimits } from '../../people/accounts/sign-in-limits.js';
import { CONFIG, DATABASE } from '../http/parts/tokens.js';
import { GuardianSignIn } from './guardian-sign-in.js';
import { SessionController } from './session.controller.js';

@Module({
  controllers: [SessionController],
  providers: [
    GuardianSignIn,
    {
      provide: SignInLimits,
      inject: [DATABASE, CONFIG],
      useFactory: (db: Database, config: Config) => new SignInLimits(db, config),
    },
  ],
})
export class SignInModule {}
