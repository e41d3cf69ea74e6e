import { Controller, Post } from '@nestjs/common';
import { Captchas } from '../../people/accounts/captcha/captchas.js';
import type { Alternative } from '../../people/accounts/captcha/proof-of-work.js';
import { Access } from '../http/access/access.js';
import { anyObject, named, optional, shape, text, time, typed, uuid, type ViewOf } from '../http/answers/shape.js';

const CAPTCHA = named(
  'Captcha',
  shape({
    id: uuid(),
    image: text('data:image/png;base64,…', 'Data URL of a PNG.'),
    alternative: typed<Alternative>(
      shape({ parameters: anyObject('What an ALTCHA solver needs.'), signature: optional(text()) }),
    ),
    expiresAt: time(),
  }),
);

@Controller('api/v1/captchas')
export class CaptchasController {
  constructor(private readonly captchas: Captchas) {}

  @Post()
  @Access('make-captcha', {
    write: true,
    who: 'anyone',
    tag: 'Session',
    emptyBody: true,
    summary: '換一張: a new 驗證碼, for one try within five minutes',
    description:
      'The picture shows five letters and digits; their case does not matter. `alternative` is a proof of work (ALTCHA 2, PBKDF2/SHA-256) for people who cannot see it.',
    answers: { 201: { says: 'The captcha.', schema: CAPTCHA } },
    problems: ['database-unavailable'],
  })
  async make(): Promise<ViewOf<typeof CAPTCHA>> {
    const { expiresAt, ...captcha } = await this.captchas.make();
    return { ...captcha, expiresAt: expiresAt.toISOString() };
  }
}
