import { Controller, Get } from '@nestjs/common';
import { REASON_CODES, type ReasonCode } from '../../../domain/binding/review/reason-codes.js';
import { Access } from '../http/access/access.js';
import type { Page } from '../http/input/cursor.js';

@Controller('api/v1/reason-codes')
export class ReasonCodesController {
  @Get()
  @Access('list-reason-codes', {
    who: 'anyone',
    tag: 'Reference',
    summary: 'Why a reviewer may say no, what it means and how to cure it',
    answers: { 200: { says: 'The closed list, in both languages.', schema: 'ReasonCodes' } },
  })
  list(): Page<ReasonCode> {
    return { items: REASON_CODES, nextCursor: null };
  }
}
