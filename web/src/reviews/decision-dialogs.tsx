/** 不通過 and 退回補正: the reason, a note, and what the family will read. */
import { useState } from 'react';
import { answer, api } from '../api/client';
import type { FieldError } from '../api/problem';
import { useSend } from '../api/send';
import { Dialog } from '../parts/dialog';
import { Form } from '../parts/form';
import { FieldErrorText, Select, TextArea } from '../parts/fields';
import { useField } from '../parts/form-context';
import { Act, Actions, Submit } from '../parts/submit';
import type { Values } from '../parts/values';
import { Loaded } from '../shell/loaded';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/words';
import type { Decided } from './comparison';
import { comparisonWords } from './comparison-words';
import { settled, useReasons, type Comparison, type Reason } from './review-data';

const FIELDS = ['name', 'relation', 'idNumber', 'mobile', 'email', 'evidence'] as const;
type FieldCode = (typeof FIELDS)[number];

interface DialogProps {
  readonly comparison: Comparison;
  readonly revision: number;
  readonly onClose: () => void;
  readonly onDecided: (how: Decided) => void;
}

interface Rejection {
  readonly dossierRevision: number;
  readonly reasonCode: string;
  readonly note?: string;
}

interface Correction extends Rejection {
  readonly fields: FieldCode[];
}

export function RejectionDialog({ comparison, revision, onClose, onDecided }: DialogProps) {
  const t = useWords(comparisonWords);
  const { bindingId, applicantId, dossierRevision } = comparison;
  const sending = useSend(
    async (body: Rejection, header) =>
      settled(
        bindingId,
        await answer(
          api.POST('/api/v1/reviews/{bindingId}/applicants/{applicantId}/rejection', {
            params: { path: { bindingId, applicantId }, header },
            body,
          }),
        ),
      ),
    {
      revision,
      done: ({ status }) => onDecided(status === 'pending' ? 'pending' : 'rejected'),
      refreshes: ['case', 'reviews'],
    },
  );
  return (
    <Dialog title={t.reject} onClose={onClose}>
      <ReasonForm
        of="rejection"
        sending={sending}
        onClose={onClose}
        onSubmit={(reason) => sending.send({ dossierRevision, ...reason })}
      />
    </Dialog>
  );
}

export function CorrectionDialog({ comparison, revision, onClose, onDecided }: DialogProps) {
  const t = useWords(comparisonWords);
  const { bindingId, applicantId, dossierRevision } = comparison;
  const sending = useSend(
    async (body: Correction, header) =>
      settled(
        bindingId,
        await answer(
          api.POST('/api/v1/reviews/{bindingId}/applicants/{applicantId}/correction', {
            params: { path: { bindingId, applicantId }, header },
            body,
          }),
        ),
      ),
    {
      revision,
      done: ({ status }) => onDecided(status === 'pending' ? 'pending' : 'corrected'),
      refreshes: ['case', 'reviews'],
    },
  );
  return (
    <Dialog title={t.correct} onClose={onClose}>
      <ReasonForm
        of="correction"
        sending={sending}
        onClose={onClose}
        onSubmit={(reason, fields) => sending.send({ dossierRevision, ...reason, fields: [...fields] })}
      />
    </Dialog>
  );
}

interface ReasonProps {
  readonly of: 'rejection' | 'correction';
  readonly sending: Parameters<typeof Form>[0]['sending'];
  readonly onClose: () => void;
  readonly onSubmit: (
    reason: { readonly reasonCode: string; readonly note?: string },
    fields: readonly FieldCode[],
  ) => void;
}

function missing(pointer: string, detail: string): FieldError {
  return { pointer, code: 'missing-value', detail };
}

interface Chosen {
  readonly reasonCode: string;
  readonly note: string;
  readonly fields: readonly FieldCode[];
}

function chosenIn(values: Values): Chosen {
  const fields = values.all('/fields');
  return {
    reasonCode: values.text('/reasonCode'),
    note: values.text('/note'),
    fields: FIELDS.filter((field) => fields.includes(field)),
  };
}

function ReasonForm({ of, sending, onClose, onSubmit }: ReasonProps) {
  const t = useWords(comparisonWords);
  const c = useWords(common);
  const language = useLanguage();
  const reasons = useReasons();
  const [chosen, setChosen] = useState<Chosen>({ reasonCode: '', note: '', fields: [] });
  return (
    <Loaded read={reasons}>
      {({ items }) => {
        const usable = items.filter((one) => one.for.includes(of));
        const reasonOf = (code: string): Reason | undefined => usable.find((one) => one.code === code);
        const check = (values: Values): readonly FieldError[] => {
          const { reasonCode, note, fields } = chosenIn(values);
          return [
            ...(reasonCode === '' ? [missing('/reasonCode', c.choose(t.reason))] : []),
            ...(note === '' && reasonOf(reasonCode)?.noteRequired ? [missing('/note', t.noteNeeded)] : []),
            ...(of === 'correction' && fields.length === 0 ? [missing('/fields', t.fieldNeeded)] : []),
          ];
        };
        return (
          <Form
            sending={sending}
            check={check}
            onChange={(values) => setChosen(chosenIn(values))}
            onSubmit={(values) => {
              const { reasonCode, note, fields } = chosenIn(values);
              onSubmit({ reasonCode, ...(note !== '' && { note }) }, fields);
            }}
          >
            <Select
              name="/reasonCode"
              label={t.reason}
              empty={c.select}
              choices={usable.map(({ code, label }) => ({ value: code, label: label[language] }))}
            />
            {of === 'correction' && <FieldBoxes />}
            <TextArea name="/note" label={t.note} help={t.noteHelp} maxLength={500} rows={3} />
            <Preview reason={reasonOf(chosen.reasonCode)} chosen={chosen} />
            <Actions>
              <Submit>{c.confirm}</Submit>
              <Act onAct={onClose}>{c.cancel}</Act>
            </Actions>
          </Form>
        );
      }}
    </Loaded>
  );
}

function FieldBoxes() {
  const t = useWords(comparisonWords);
  const field = useField('/fields', false);
  return (
    <fieldset className={`field ${field.error === undefined ? '' : 'wrong'}`} aria-describedby={field.describedBy}>
      <legend>{t.asked}</legend>
      <FieldErrorText field={field} />
      <div className="small-choices">
        {FIELDS.map((code, at) => (
          <label key={code} className="choice">
            <input type="checkbox" id={at === 0 ? field.id : undefined} name="/fields" value={code} />
            <span>{t.fields[code]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Preview({ reason, chosen }: { readonly reason: Reason | undefined; readonly chosen: Chosen }) {
  const t = useWords(comparisonWords);
  const language = useLanguage();
  return (
    <section className="preview">
      <h3>{t.preview}</h3>
      {reason ? (
        <>
          <p>
            <strong>{reason.label[language]}</strong>
          </p>
          <p>{reason.meaning[language]}</p>
          {chosen.fields.length > 0 && (
            <p>
              {t.previewFields}
              {chosen.fields.map((code) => t.fields[code]).join(language === 'en' ? ', ' : '、')}
            </p>
          )}
          {chosen.note && (
            <p>
              {t.note}
              {t.colon}
              {chosen.note}
            </p>
          )}
          <p>
            {t.whatToDo}
            {reason.cure[language]}
          </p>
        </>
      ) : (
        <p className="small">{t.previewEmpty}</p>
      )}
    </section>
  );
}
