/** 收件登記: which papers the family has handed in. */
import { answer, api } from '../api/client';
import { useSend } from '../api/send';
import type { BindingCase } from '../api/shapes';
import { FieldErrorText } from '../parts/fields';
import { Form } from '../parts/form';
import { useField } from '../parts/form-context';
import { announce } from '../shell/announcer';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { comparisonWords } from './comparison-words';
import { noteRevision, type Comparison } from './review-data';

const DOCUMENTS = ['application-form', 'id-card', 'household-register', 'other'] as const;
type Document = (typeof DOCUMENTS)[number];

interface Props {
  readonly comparison: Comparison;
  readonly request: BindingCase;
}

export function PaperForm({ comparison, request }: Props) {
  const t = useWords(comparisonWords);
  const dates = useDates();
  const { bindingId, applicantId, paperForm } = comparison;
  const sending = useSend(
    (body: { applicantId: string; documents: Document[] }, header) =>
      answer(
        api.POST('/api/v1/reviews/{bindingId}/paper-form', { params: { path: { bindingId }, header }, body }),
      ).then((accepted) => {
        noteRevision(bindingId, accepted.revision);
        return accepted;
      }),
    { revision: request.revision, done: () => announce(t.paperSaved), refreshes: ['case', 'comparison', 'reviews'] },
  );
  const recorded = paperForm?.documents.map(({ code }) => code) ?? [];
  const missing = DOCUMENTS.filter((code) => !recorded.includes(code));
  const open = request.allowedActions.includes('record-paper-form') && missing.length > 0;
  if (!open && !paperForm) return null;
  return (
    <section className="card no-print">
      {paperForm && (
        <p>
          {t.paperDone(dates.time(paperForm.at))}
          {paperForm.documents.map(({ code }) => t.documents[code]).join('、')}
        </p>
      )}
      {open && (
        <Form
          key={recorded.join()}
          sending={sending}
          check={(values) =>
            values.all('/documents').length === 0
              ? [{ pointer: '/documents', code: 'missing-value', detail: t.paperNone }]
              : []
          }
          onSubmit={(values) => {
            const chosen = values.all('/documents');
            sending.send({ applicantId, documents: missing.filter((code) => chosen.includes(code)) });
          }}
        >
          <Boxes missing={missing} />
          <div>
            <button type="submit" className="button" aria-disabled={sending.pending || undefined}>
              {t.paper}
            </button>
          </div>
        </Form>
      )}
    </section>
  );
}

function Boxes({ missing }: { readonly missing: readonly Document[] }) {
  const t = useWords(comparisonWords);
  const field = useField('/documents', true);
  return (
    <fieldset className={`field ${field.error === undefined ? '' : 'wrong'}`} aria-describedby={field.describedBy}>
      <legend>{t.paper}</legend>
      <div className="help" id={field.helpId}>
        {t.paperHelp}
      </div>
      <FieldErrorText field={field} />
      <div className="small-choices">
        {missing.map((code, at) => (
          <label key={code} className="choice">
            <input type="checkbox" id={at === 0 ? field.id : undefined} name="/documents" value={code} />
            <span>{t.documents[code]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
