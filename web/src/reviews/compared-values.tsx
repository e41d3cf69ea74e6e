/** Each value beside its box, then 核准, 不通過 or 退回補正. */
import { useState } from 'react';
import { answer, api } from '../api/client';
import { useSend } from '../api/send';
import { Checkbox } from '../parts/fields';
import { Form } from '../parts/form';
import { Actions, Submit } from '../parts/submit';
import { useWords } from '../words/words';
import type { Decided } from './comparison';
import { comparisonWords } from './comparison-words';
import { CorrectionDialog, RejectionDialog } from './decision-dialogs';
import { settled, type Comparison } from './review-data';

const FIELDS = ['name', 'relation', 'idNumber', 'mobile', 'email'] as const;

interface Props {
  readonly comparison: Comparison;
  readonly revision: number;
  /** Whether the reader may decide on this applicant now. */
  readonly open: boolean;
  readonly onDecided: (how: Decided) => void;
}

export function ComparedValues({ comparison, revision, open, onDecided }: Props) {
  const t = useWords(comparisonWords);
  const [asked, setAsked] = useState<'reject' | 'correct'>();
  const { bindingId, applicantId, dossierRevision } = comparison;
  const approving = useSend(
    async (body: { dossierRevision: number; formChecked: boolean }, header) =>
      settled(
        bindingId,
        await answer(
          api.POST('/api/v1/reviews/{bindingId}/applicants/{applicantId}/approval', {
            params: { path: { bindingId, applicantId }, header },
            body,
          }),
        ),
      ),
    {
      revision,
      done: ({ status }) => onDecided(status === 'pending' ? 'pending' : 'approved'),
      refreshes: ['case', 'reviews'],
    },
  );
  const Dialog = asked === 'reject' ? RejectionDialog : CorrectionDialog;
  return (
    <section className="card" aria-labelledby="values">
      <h2 id="values">{t.values}</h2>
      <Form
        sending={approving}
        check={(values) =>
          FIELDS.filter((field) => !values.has(`/checked/${field}`)).map((field) => ({
            pointer: `/checked/${field}`,
            code: 'not-checked',
            detail: t.mustMatch(t.fields[field]),
          }))
        }
        onSubmit={() => approving.send({ dossierRevision, formChecked: true })}
      >
        <div className="compared">
          {FIELDS.map((field) => (
            <div key={field} className="compared-value">
              <dl>
                <dt>{t.fields[field]}</dt>
                <dd>
                  <Value comparison={comparison} field={field} />
                </dd>
              </dl>
              {open && <Checkbox name={`/checked/${field}`} label={t.matches(t.fields[field])} />}
            </div>
          ))}
        </div>
        {open && (
          <Actions>
            <Submit>{t.approve}</Submit>
            <button type="button" className="button" onClick={() => setAsked('correct')}>
              {t.correct}
            </button>
            <button type="button" className="button danger" onClick={() => setAsked('reject')}>
              {t.reject}
            </button>
          </Actions>
        )}
      </Form>
      {asked && open && (
        <Dialog
          comparison={comparison}
          revision={revision}
          onClose={() => setAsked(undefined)}
          onDecided={(how) => {
            setAsked(undefined);
            onDecided(how);
          }}
        />
      )}
    </section>
  );
}

function Value({ comparison, field }: { readonly comparison: Comparison; readonly field: (typeof FIELDS)[number] }) {
  const { applicant } = comparison;
  switch (field) {
    case 'name':
      return <span lang="zh-Hant-TW">{applicant.name}</span>;
    case 'relation':
      return <>{applicant.relation.label}</>;
    case 'idNumber':
      return <Spaced value={applicant.idNumber} parts={[4, 3, 3]} />;
    case 'mobile':
      return <Spaced value={applicant.mobile} parts={[4, 3, 3]} />;
    case 'email':
      return <span className="number">{applicant.email}</span>;
  }
}

/** In groups, as one reads it from paper. The gaps are drawn only: what is copied has none. */
function Spaced({ value, parts }: { readonly value: string; readonly parts: readonly number[] }) {
  const groups: string[] = [];
  let from = 0;
  for (const length of [...parts, value.length]) {
    const group = value.slice(from, from + length);
    if (group !== '') groups.push(group);
    from += length;
  }
  return (
    <span className="number spaced">
      {groups.map((group, at) => (
        // The groups of one value never move.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={at}>{group}</span>
      ))}
    </span>
  );
}
