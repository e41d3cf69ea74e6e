import { createHash } from 'node:crypto';
import { Controller, Get, Param } from '@nestjs/common';
import { consentText, currentConsentText, type ConsentText } from '../../../domain/consent/texts.js';
import { named, shape, text, yesOrNo, type ViewOf } from '../http/answers/shape.js';
import { Access } from '../http/access/access.js';
import { HttpProblem } from '../http/problems/problem.js';

const CONSENT_TEXT = named(
  'ConsentText',
  shape({
    version: text('2020-08-20-r1'),
    text: text(undefined, 'The whole text; paragraphs are parted by an empty line.'),
    sha256: text(undefined, 'Of the UTF-8 text, lower-case hexadecimal.'),
    current: yesOrNo(),
  }),
);
type ConsentTextView = ViewOf<typeof CONSENT_TEXT>;

@Controller('api/v1/consent-texts')
export class ConsentTextsController {
  @Get('current')
  @Access('read-current-consent-text', {
    who: 'anyone',
    tag: 'Reference',
    summary: 'The consent text 同意書 that is answered now',
    answers: { 200: { says: 'The text, its version and sha256.', schema: CONSENT_TEXT } },
  })
  current(): ConsentTextView {
    return view(currentConsentText());
  }

  @Get(':version')
  @Access('read-consent-text', {
    who: 'anyone',
    tag: 'Reference',
    summary: 'A consent text of any version',
    path: { version: { description: 'As in a case’s consent.', example: '2020-08-20-r1' } },
    answers: { 200: { says: 'The text, its version and sha256.', schema: CONSENT_TEXT } },
    problems: ['not-found'],
  })
  version(@Param('version') version: string): ConsentTextView {
    const found = consentText(version);
    if (!found) throw new HttpProblem('not-found');
    return view(found);
  }
}

function view(consent: ConsentText): ConsentTextView {
  return { ...consent, sha256: createHash('sha256').update(consent.text, 'utf8').digest('hex') };
}
