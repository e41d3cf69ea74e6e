import { Controller, Get } from '@nestjs/common';
import { REASON_CODES } from '../../../domain/binding/review/reason-codes.js';
import { bilingual, list, named, nothing, oneOf, shape, text, yesOrNo, type ViewOf } from '../http/answers/shape.js';
import { Access } from '../http/access/access.js';

const REASONS = named(
  'ReasonCodes',
  shape({
    items: list(
      shape({
        code: text('form-mismatch'),
        for: list(oneOf(['rejection', 'correction'])),
        noteRequired: yesOrNo(),
        label: bilingual('與申請書不符'),
        meaning: bilingual('…'),
        cure: bilingual('…'),
      }),
    ),
    nextCursor: nothing(),
  }),
);

@Controller('api/v1/reason-codes')
export class ReasonCodesController {
  @Get()
  @Access('list-reason-codes', {
    who: 'anyone',
    tag: 'Reference',
    summary: 'Why a reviewer may say no, what it means and how to cure it',
    answers: { 200: { says: 'The closed list, in both languages.', schema: REASONS } },
  })
  list(): ViewOf<typeof REASONS> {
    return { items: REASON_CODES, nextCursor: null };
  }
}
