/** A pupil as the office's lists show them. */
import { maskPersonName } from '../../../domain/identity/person-name.js';
import type { BindingState, ListedPupil, PupilStatus } from '../../people/roster/office/pupil-list.js';
import type { Bilingual, Language } from '../http/answers/language.js';

interface Coded<Code> {
  readonly code: Code;
  readonly label: string;
}

export interface PupilView {
  readonly studentId: string;
  readonly number: string;
  readonly name: string;
  readonly classId: string;
  readonly status: Coded<PupilStatus>;
  readonly binding: Coded<BindingState>;
  readonly restricted: boolean;
}

const said = (zh: string, en: string): Bilingual => ({ 'zh-TW': zh, en });

const STATUS: Readonly<Record<PupilStatus, Bilingual>> = {
  enrolled: said('在學', 'enrolled'),
  suspended: said('休學', 'suspended'),
  graduated: said('畢業', 'graduated'),
  left: said('轉出', 'left'),
  died: said('死亡', 'died'),
};

const BINDING: Readonly<Record<BindingState, Bilingual>> = {
  none: said('未綁定', 'not bound'),
  open: said('申請中', 'request open'),
  'bound-1': said('已綁定一人', 'one guardian bound'),
  'bound-2': said('已綁定二人', 'two guardians bound'),
};

const ERASED = '〔已刪除〕';

export function pupilView(pupil: ListedPupil, language: Language): PupilView {
  const { studentId, number, name, classId, status, binding, restricted } = pupil;
  return {
    studentId,
    number: number ?? ERASED,
    name: name === null ? ERASED : maskPersonName(name),
    classId,
    status: { code: status, label: STATUS[status][language] },
    binding: { code: binding, label: BINDING[binding][language] },
    restricted,
  };
}
