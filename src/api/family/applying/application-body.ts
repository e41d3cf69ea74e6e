import { OTHER_RELATIONS, PARENT_RELATIONS, type Mode, type Relation } from '../../../../domain/binding/vocabulary.js';
import { parseEmail } from '../../../../domain/identity/email.js';
import { parseIdNumber } from '../../../../domain/identity/id-number.js';
import { parseMobile } from '../../../../domain/identity/mobile.js';
import { parsePersonName } from '../../../../domain/identity/person-name.js';
import { check, ChoiceField, ListField, TextField } from '../../http/input/fields.js';
import type { FieldCode } from '../../http/problems/field-problems.js';

const understood = (code: FieldCode, parse: (typed: string) => string | null): PropertyDecorator =>
  check(code, code, (value) => typeof value === 'string' && parse(value) !== null);

const NAME = { max: 100, description: '申請人姓名', example: '王大明' };
const RELATION = { description: '親屬關係', example: 'father' };
const ID_NUMBER = { max: 40, description: '身分證統一編號', example: 'A111111113' };
const MOBILE = { max: 40, description: '手機', example: '0912345678' };
const EMAIL = { max: 254, description: '電子郵件', example: 'tpservice@example.org' };
const RELATIONS = [...PARENT_RELATIONS, ...OTHER_RELATIONS];

/** One line of the guide's page 2.4, as people type it. */
export class ApplicantBody {
  @TextField(NAME, understood('invalid-name', parsePersonName))
  readonly name!: string;

  @ChoiceField(RELATIONS, RELATION)
  readonly relation!: Relation;

  @TextField(ID_NUMBER, understood('invalid-id-number', parseIdNumber))
  readonly idNumber!: string;

  @TextField(MOBILE, understood('invalid-mobile', parseMobile))
  readonly mobile!: string;

  @TextField(EMAIL, understood('invalid-email', parseEmail))
  readonly email!: string;
}

/** 修正: what is typed anew of such a line. Absent: as it was. */
export class AmendmentBody {
  static readonly examples = {
    手機: { mobile: '0912345678' },
    電子郵件: { email: 'tpservice@example.org' },
  };

  @TextField({ ...NAME, optional: true }, understood('invalid-name', parsePersonName))
  readonly name?: string;

  @ChoiceField(RELATIONS, { ...RELATION, optional: true })
  readonly relation?: Relation;

  @TextField({ ...ID_NUMBER, optional: true }, understood('invalid-id-number', parseIdNumber))
  readonly idNumber?: string;

  @TextField({ ...MOBILE, optional: true }, understood('invalid-mobile', parseMobile))
  readonly mobile?: string;

  @TextField({ ...EMAIL, optional: true }, understood('invalid-email', parseEmail))
  readonly email?: string;
}

const FATHER = {
  name: '王大明',
  relation: 'father',
  idNumber: 'A111111113',
  mobile: '0912345678',
  email: 'tpservice@example.org',
};
const MOTHER = {
  name: '尹麗華',
  relation: 'mother',
  idNumber: 'F200000035',
  mobile: '0922333444',
  email: 'lihua@example.org',
};

/** 確認送出: how the family applies and who. */
export class ApplicationBody {
  static readonly examples = {
    一位申辦: { mode: 'one-parent', applicants: [FATHER] },
    二位申辦: { mode: 'two-parents', applicants: [FATHER, MOTHER] },
    其他關係者: { mode: 'other-guardian', applicants: [{ ...MOTHER, relation: 'grandmother' }] },
  };

  @ChoiceField(['one-parent', 'two-parents', 'other-guardian'], {
    description: '雙親為監護人，一位申辦 · 雙親為監護人，二位申辦 · 其他關係者擔任監護人',
    example: 'one-parent',
  })
  readonly mode!: Mode;

  @ListField(() => ApplicantBody, { max: 10 })
  readonly applicants!: readonly ApplicantBody[];
}
