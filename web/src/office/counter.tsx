/** 臨櫃申辦: opens a case by student number, then the family's pages for it. */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import { useSend } from '../api/send';
import { TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { Act, Actions, Submit } from '../parts/submit';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { OfficePage } from './office-page';
import { words } from './words';

interface Body {
  readonly studentNumber: string;
  /** 改由臨櫃辦理 */
  readonly insteadOfUnsent?: true;
}

export default function Counter() {
  const t = useWords(words);
  const c = useWords(common);
  const navigate = useNavigate();
  const [begun, setBegun] = useState<string>();
  const [asked, setAsked] = useState('');
  const sending = useSend((body: Body, header) => answer(api.POST('/api/v1/bindings', { params: { header }, body })), {
    done: ({ id }) => navigate(`/binding?case=${encodeURIComponent(id)}`),
    refused: ({ code }) => {
      if (code === 'opened-by-parent') setBegun(asked);
    },
    refreshes: ['case', 'cases'],
  });
  return (
    <OfficePage title={t.counter} lead={<p>{t.counterLead}</p>}>
      <Form
        sending={sending}
        check={(values) =>
          values.code('/studentNumber') === ''
            ? [{ pointer: '/studentNumber', code: 'missing-value', detail: c.required(t.studentNumber) }]
            : []
        }
        onSubmit={(values) => {
          const studentNumber = values.code('/studentNumber');
          setAsked(studentNumber);
          setBegun(undefined);
          sending.send({ studentNumber });
        }}
      >
        <TextField
          name="/studentNumber"
          label={t.studentNumber}
          width="number"
          inputMode="numeric"
          autoComplete="off"
        />
        <Actions>
          <Submit>{t.open}</Submit>
        </Actions>
      </Form>
      {begun !== undefined && sending.problem?.code === 'opened-by-parent' && (
        <section className="notice turn">
          <h2>{t.openedByParent}</h2>
          <p>{t.openedByParentText}</p>
          <p>
            <Act pending={sending.pending} onAct={() => sending.send({ studentNumber: begun, insteadOfUnsent: true })}>
              {t.atCounter}
            </Act>
          </p>
        </section>
      )}
    </OfficePage>
  );
}
