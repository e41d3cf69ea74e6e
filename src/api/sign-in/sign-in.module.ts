import { Module } from '@nestjs/common';
import { SignInLimits } from '../../people/accounts/sign-in-limits.js';
import { ApiParts } from '../http/parts/api-parts.js';
import { SessionController } from './session.controller.js';

@Module({
  controllers: [SessionController],
  providers: [
    {
      provide: SignInLimits,
      inject: [ApiParts],
      useFactory: ({ db, config }: ApiParts) => new SignInLimits(db, config),
    },
  ],
})
export class SignInModule {}
