/** 申請書 to print: the values as the family may see them, and the same in lines. */
import type { BindingRequest } from '../../../../domain/binding/state.js';
import { consentText } from '../../../../domain/consent/texts.js';
import { labelled, type Language } from '../../http/answers/language.js';
import type { School } from '../../../people/roster/schools.js';
import { METHOD_LABELS } from '../../case/words/labels.js';
import { METHOD_SHAPE, RELATION_SHAPE, STUDENT_SHAPE, type CaseView } from '../../case/case-shape.js';
import { uuid, list, named, orNull, shape, text, time, type ViewOf } from '../../http/answers/shape.js';
import { inLanguage } from '../../case/words/wording.js';
import { taipeiDay } from '../../../../domain/calendar/taipei.js';
import { minguoDay } from '../../case/words/taipei-time.js';

export const FORM = named(
  'ApplicationForm',
  shape({
    caseNumber: text('T99-7F3K9Q2M'),
    school: shape({ schoolId: text('T99'), name: text('測試國中1') }),
    student: STUDENT_SHAPE,
    consent: orNull(
      shape({
        textVersion: text('2020-08-20-r1'),
        method: METHOD_SHAPE,
        at: time(),
        text: text(undefined, 'The whole text.'),
      }),
    ),
    applicants: list(
      shape({
        id: uuid(),
        name: text('王大明'),
        relation: RELATION_SHAPE,
        idNumber: text('A111111113'),
        mobile: text('0912345678'),
        email: text('tpservice@example.org'),
      }),
    ),
    /** Of a plain print, top to bottom. */
    lines: list(text('親子綁定帳號申請書')),
  }),
);
export type FormView = ViewOf<typeof FORM>;

export function formPage(
  page: CaseView,
  state: BindingRequest,
  school: Pick<School, 'schoolId' | 'name'>,
  { language, now }: { readonly language: Language; readonly now: string },
): FormView {
  const { classId, name, number } = page.student;
  const values = {
    caseNumber: page.caseNumber,
    school: { schoolId: school.schoolId, name: school.name },
    student: { classId, name, number },
    consent: consentOf(state, language),
    applicants: page.applicants.map(({ id, name: own, relation, idNumber, mobile, email }) => {
      return { id, name: own, relation, idNumber, mobile, email };
    }),
  };
  return { ...values, lines: linesOf(values, language, now) };
}

function consentOf({ consent }: BindingRequest, language: Language): FormView['consent'] {
  if (consent === undefined) return null;
  const { textVersion, method, at } = consent;
  return {
    textVersion,
    method: labelled(method, METHOD_LABELS, language),
    at,
    text: consentText(textVersion)?.text ?? '',
  };
}

function linesOf(form: Omit<FormView, 'lines'>, language: Language, now: string): readonly string[] {
  const say = inLanguage(language);
  const { caseNumber, school, student, consent, applicants } = form;
  return [
    say('親子綁定帳號申請書', 'Application for a parent account'),
    say(`案號：${caseNumber}`, `Case number: ${caseNumber}`),
    say(
      `學校：${school.name}　班級：${student.classId}　姓名：${student.name}　學號：${student.number}`,
      `School: ${school.name}; class: ${student.classId}; student: ${student.name}; number: ${student.number}`,
    ),
    ...applicants.flatMap((one, i) => [
      say(
        `申請人 ${i + 1}：${one.name}（${one.relation.label}）`,
        `Applicant ${i + 1}: ${one.name} (${one.relation.label})`,
      ),
      say(
        `身分證統一編號：${one.idNumber}　手機：${one.mobile}　電子郵件：${one.email}`,
        `ID number: ${one.idNumber}; mobile: ${one.mobile}; e-mail: ${one.email}`,
      ),
    ]),
    ...(consent === null ? [] : [consent.text]),
    say('申請人簽名：＿＿＿＿＿＿＿＿　日期：＿＿＿年＿＿月＿＿日', 'Signature: ________________  Date: ____________'),
    say(`列印日期：${minguoDay(now)}`, `Printed on ${taipeiDay(now)}`),
  ];
}
