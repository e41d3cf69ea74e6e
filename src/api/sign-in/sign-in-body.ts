import { AnyField, TextField } from '../http/input/fields.js';

export class SignInBody {
  static readonly examples = {
    'A parent, for the first time': { schoolId: 'T99', account: 'P10630008', password: 'A200000003' },
    'The parent, after changing the password': {
      schoolId: 'T99',
      account: 'P10630008',
      password: 'seven-green-umbrellas',
    },
    '導師 of class 301': { schoolId: 'T99', account: 'teacher301', password: 'quiet-river-2020' },
    註冊組長: { schoolId: 'T99', account: 'registrar', password: 'quiet-river-2020' },
    教務主任: { schoolId: 'T99', account: 'director', password: 'quiet-river-2020' },
    稽核人員: { schoolId: 'T99', account: 'auditor', password: 'quiet-river-2020' },
  };

  @TextField({
    max: 20,
    optional: true,
    description: 'School code; city staff and parents with an e-mail as account need none.',
    example: 'T99',
  })
  readonly schoolId?: string;

  @TextField({
    max: 254,
    description: 'A parent: `P` and the student number. Staff: their account.',
    example: 'P10630008',
  })
  readonly account!: string;

  @TextField({
    max: 1000,
    description: 'A parent’s first password is the pupil’s whole ID number.',
    example: 'A200000003',
  })
  readonly password!: string;

  @AnyField({
    description: '{id, answer} of POST /captchas, or {altcha}: base64 of {challenge, solution}. Each serves once.',
    example: { id: '3f0b8a52-0b5e-4c6e-9b1e-0d6c7a7f4a11', answer: 'AC34X' },
  })
  readonly captcha?: unknown;
}
