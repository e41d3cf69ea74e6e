/** What an answer shows of a case: the shapes that several answers share, and the case itself. */
import { HOLDERS } from '../../../domain/binding/vocabulary.js';
import {
  coded,
  uuid,
  list,
  named,
  oneOf,
  optional,
  orNull,
  page,
  ref,
  shape,
  text,
  time,
  whole,
  type ViewOf,
} from '../http/answers/shape.js';

export const HOLDER_SHAPE = shape({
  kind: oneOf(['parent', ...HOLDERS, 'system', 'nobody']),
  label: text('導師'),
  classId: optional(text('301')),
});
export type HolderView = ViewOf<typeof HOLDER_SHAPE>;

export const STUDENT_SHAPE = shape({ classId: text('301'), name: text('尹OO'), number: text('10630008') });

export const REVIEW_SHAPE = coded(
  ['drafted', 'pending-review', 'correction-requested', 'approved', 'rejected', 'withdrawn', 'expired'],
  '待審核',
);

export const RELATION_SHAPE = coded(
  ['father', 'mother', 'grandfather', 'grandmother', 'sibling', 'relative', 'foster-parent', 'social-worker', 'other'],
  '父',
);

export const METHOD_SHAPE = coded(['online', 'paper'], '線上');

const ACCOUNT = coded(['none', 'creating', 'created', 'linked', 'activated', 'failed', 'abandoned'], '帳號已建立');

const APPLICANT = shape({
  id: uuid(),
  name: text('王大明'),
  relation: RELATION_SHAPE,
  idNumber: text('A1********'),
  mobile: text('0912***678'),
  email: text('t***@example.org'),
  review: REVIEW_SHAPE,
  account: ACCOUNT,
  dossierRevision: whole(4),
  holder: HOLDER_SHAPE,
  dueAt: orNull(time()),
  /** Why it was rejected or is to be corrected, what that means and how to cure it; absent unless it is. */
  reason: optional(
    shape({ code: text('form-mismatch'), label: text(), meaning: text(), cure: text(), note: optional(text()) }),
  ),
  /** What is to be typed again; absent unless it is the family's turn to correct something. */
  correction: optional(
    shape({ fields: list(coded(['name', 'relation', 'idNumber', 'mobile', 'email', 'evidence'], '電子郵件')) }),
  ),
});
export type ApplicantView = ViewOf<typeof APPLICANT>;

export const CASE = named(
  'BindingCase',
  shape({
    id: uuid(),
    caseNumber: text('T99-7F3K9Q2M'),
    student: shape({ classId: text('301'), name: text('尹OO'), number: text('10630008'), version: whole(1) }),
    stage: coded(['student-info', 'consent', 'application', 'signature', 'review', 'closed'], '確認學生相關資訊'),
    outcome: orNull(coded(['completed', 'rejected', 'expired', 'withdrawn', 'refused', 'student-left'], '已完成')),
    cards: shape({
      studentInfo: coded(['unconfirmed', 'confirmed', 'disputed'], '未確認'),
      account: coded(
        ['not-set', 'filled-in', 'correction-requested', 'creating', 'created', 'activated', 'not-joining'],
        '未設定',
      ),
      application: coded(['not-sent', 'sent', 'in-review', 'completed', 'expired', 'withdrawn'], '未送出'),
    }),
    applicants: list(APPLICANT),
    /** What the family disputed in the student's data, and why the school kept them; absent without a dispute. */
    dispute: optional(shape({ note: text(), answer: optional(text()) })),
    holder: HOLDER_SHAPE,
    dueAt: orNull(time()),
    nextSteps: list(text('請閱讀同意書…')),
    allowedActions: list(text('answer-consent')),
    history: list(shape({ at: time(), text: text('已開始親子綁定申請。') })),
    revision: whole(1),
  }),
);
export type CaseView = ViewOf<typeof CASE>;

export const CASES = named('BindingCases', page(ref(CASE)));
