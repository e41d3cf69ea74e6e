/** The fields of one applicant, as the guide's page 2.4 has them. */
import type { FieldError } from '../api/problem';
import type { BindingCase } from '../api/shapes';
import { Select, TextField } from '../parts/fields';
import type { Values } from '../parts/values';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { words } from './words';

export type FieldName = 'name' | 'relation' | 'idNumber' | 'mobile' | 'email';
export type Mode = 'one-parent' | 'two-parents' | 'other-guardian';
export type Relation = BindingCase['applicants'][number]['relation']['code'];

export const FIELD_NAMES: readonly FieldName[] = ['name', 'relation', 'idNumber', 'mobile', 'email'];
const PARENTS: readonly Relation[] = ['father', 'mother'];
const OTHERS: readonly Relation[] = [
  'grandfather',
  'grandmother',
  'sibling',
  'relative',
  'foster-parent',
  'social-worker',
  'other',
];

export const MODES: readonly Mode[] = ['one-parent', 'two-parents', 'other-guardian'];

export function applicantsOf(mode: string | undefined): number {
  return mode === 'two-parents' ? 2 : 1;
}

/** What the case does not say itself. */
export function modeOf({ applicants }: BindingCase): Mode | undefined {
  const [first] = applicants;
  if (!first) return undefined;
  if (applicants.length > 1) return 'two-parents';
  return PARENTS.includes(first.relation.code) ? 'one-parent' : 'other-guardian';
}

export function useRelations(mode: Mode): readonly { readonly value: Relation; readonly label: string }[] {
  const t = useWords(words);
  const labels: Record<Relation, string> = {
    father: t.father,
    mother: t.mother,
    grandfather: t.grandfather,
    grandmother: t.grandmother,
    sibling: t.sibling,
    relative: t.relative,
    'foster-parent': t.fosterParent,
    'social-worker': t.socialWorker,
    other: t.other,
  };
  return (mode === 'other-guardian' ? OTHERS : PARENTS).map((value) => ({ value, label: labels[value] }));
}

export function useFieldLabels(): Readonly<Record<FieldName, string>> {
  const t = useWords(words);
  return { name: t.applicantName, relation: t.relation, idNumber: t.idNumber, mobile: t.mobile, email: t.email };
}

interface FieldsProps {
  /** `/applicants/0` or, where one applicant is amended, the empty text. */
  readonly place: string;
  readonly mode: Mode;
  readonly second?: boolean;
  readonly only?: readonly FieldName[];
  /** What the case has now, masked: an empty field leaves it as it is. */
  readonly now?: Applicant | undefined;
}

type Applicant = BindingCase['applicants'][number];

export function ApplicantFields({ place, mode, second = false, only = FIELD_NAMES, now }: FieldsProps) {
  const t = useWords(words);
  const c = useWords(common);
  const relations = useRelations(mode);
  const help = (text: string, value: string | undefined): string =>
    value !== undefined && isMasked(value) ? `${text}。${t.leaveAsItIs(value)}` : text;
  return (
    <>
      {only.includes('name') && (
        <TextField
          name={`${place}/name`}
          label={t.applicantName}
          help={t.nameHelp}
          autoComplete={second ? 'off' : 'name'}
          maxLength={100}
          lang="zh-Hant-TW"
          {...(now && { defaultValue: now.name })}
        />
      )}
      {only.includes('relation') && (
        <Select
          name={`${place}/relation`}
          label={t.relation}
          empty={c.select}
          choices={relations}
          width="number"
          {...(now && { defaultValue: now.relation.code })}
        />
      )}
      {only.includes('idNumber') && (
        <TextField
          name={`${place}/idNumber`}
          label={t.idNumber}
          help={help(t.idNumberHelp, now?.idNumber)}
          width="number"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={40}
          {...begin(now?.idNumber)}
        />
      )}
      {only.includes('mobile') && (
        <TextField
          name={`${place}/mobile`}
          label={t.mobile}
          help={help(t.mobileHelp, now?.mobile)}
          width="number"
          inputMode="tel"
          autoComplete={second ? 'off' : 'tel-national'}
          maxLength={40}
          {...begin(now?.mobile)}
        />
      )}
      {only.includes('email') && (
        <TextField
          name={`${place}/email`}
          label={t.email}
          help={help(t.emailHelp, now?.email)}
          inputMode="email"
          autoComplete={second ? 'off' : 'email'}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          {...begin(now?.email)}
        />
      )}
    </>
  );
}

/** A value that is shown in full stands in its field; a masked one is left as it is by an empty field. */
function begin(value: string | undefined): { readonly defaultValue?: string } {
  return value === undefined || isMasked(value) ? {} : { defaultValue: value };
}

export function isMasked(value: string): boolean {
  return value.includes('*');
}

export function readField(values: Values, place: string, name: FieldName): string {
  return name === 'name' || name === 'relation' ? values.text(`${place}/${name}`) : values.code(`${place}/${name}`);
}

/** Which of the fields are empty, in words. */
export function useMissing(): (values: Values, place: string, names: readonly FieldName[]) => readonly FieldError[] {
  const c = useWords(common);
  const labels = useFieldLabels();
  return (values, place, names) =>
    names
      .filter((name) => readField(values, place, name) === '')
      .map((name) => ({
        pointer: `${place}/${name}`,
        code: 'missing-value',
        detail: name === 'relation' ? c.choose(labels[name]) : c.required(labels[name]),
      }));
}
