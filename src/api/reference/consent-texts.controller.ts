import { createHash } from 'node:crypto';
import { Controller, Get, Param } from '@nestjs/common';
import { consentText, currentConsentText, type ConsentText } from '../../../domain/consent/texts.js';
import { Access } from '../http/access/access.js';
import { HttpProblem } from '../http/problems/problem.js';

interface ConsentTextView extends ConsentText {
  readonly sha256: string;
}

@Controller('api/v1/consent-texts')
export class ConsentTextsController {
  @Get('current')
  @Access('read-current-consent-text', {
    who: 'anyone',
    tag: 'Reference',
    summary: 'The consent text 同意書 that is answered now',
    answers: { 200: { says: 'The text, its version and sha256.', schema: 'ConsentText' } },
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
    answers: { 200: { says: 'The text, its version and sha256.', schema: 'ConsentText' } },
    problems: ['not-found'],
  })
  version(@Param('version') version: string): ConsentTextView {
    const text = consentText(version);
    if (!text) throw new HttpProblem('not-found');
    return view(text);
  }
}

function view(text: ConsentText): ConsentTextView {
  return { ...text, sha256: createHash('sha256').update(text.text, 'utf8').digest('hex') };
}
