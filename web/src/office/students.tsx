/** 學生查詢: pupils by number, name or class, with their binding state. What is typed stands in no address. */
import { useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import { TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { Act, Actions, Submit } from '../parts/submit';
import { Table } from '../parts/table';
import { Loaded } from '../shell/loaded';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { OfficePage } from './office-page';
import { RESTING } from './resting';
import { words } from './words';

interface Asked {
  readonly q: string;
  readonly class: string;
}

export default function Students() {
  const t = useWords(words);
  const [asked, setAsked] = useState<Asked>({ q: '', class: '' });
  return (
    <OfficePage title={t.students}>
      <Form sending={RESTING} onSubmit={(values) => setAsked({ q: values.text('/q'), class: values.code('/class') })}>
        <div className="one-row">
          <TextField name="/q" label={t.query} autoComplete="off" width="full" />
          <TextField name="/class" label={t.class} autoComplete="off" width="full" />
        </div>
        <Actions>
          <Submit>{t.search}</Submit>
        </Actions>
      </Form>
      <Found key={`${asked.q}/${asked.class}`} asked={asked} />
    </OfficePage>
  );
}

function Found({ asked }: { readonly asked: Asked }) {
  const t = useWords(words);
  const c = useWords(common);
  const [cursor, setCursor] = useState<string>();
  const found = useRead(['students', asked.q, asked.class, cursor], (options) => {
    const query = {
      ...(asked.q && { q: asked.q }),
      ...(asked.class && { class: asked.class }),
      ...(cursor !== undefined && { cursor }),
    };
    return answer(api.GET('/api/v1/roster/students', { params: { query }, ...options }));
  });
  return (
    <Loaded read={found}>
      {({ items, nextCursor }) => (
        <>
          <Table
            caption={t.students}
            hideCaption
            rows={items}
            rowKey={({ studentId }) => studentId}
            empty={t.noStudents}
            columns={[
              {
                key: 'number',
                head: t.studentNumber,
                heads: true,
                cell: ({ studentId, number }) => (
                  <Link to={`/office/students/${encodeURIComponent(studentId)}`} className="number">
                    {number}
                  </Link>
                ),
              },
              {
                key: 'name',
                head: t.name,
                cell: ({ name }) => (
                  <span lang="zh-Hant-TW" className="no-autospace">
                    {name}
                  </span>
                ),
              },
              { key: 'class', head: t.class, cell: ({ classId }) => classId },
              { key: 'status', head: t.status, cell: ({ status }) => status.label },
              { key: 'binding', head: t.binding, cell: ({ binding }) => binding.label },
              {
                key: 'restricted',
                head: t.restriction,
                cell: ({ restricted }) => (restricted ? t.restricted : t.notRestricted),
              },
            ]}
          />
          {nextCursor !== null && (
            <p>
              <Act onAct={() => setCursor(nextCursor)}>{c.next}</Act>
            </p>
          )}
        </>
      )}
    </Loaded>
  );
}
