/** 代理導師: who stands in for the teacher of a class, and on which days. */
import { useState } from 'react';
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import { useSend } from '../api/send';
import type { components } from '../api/schema';
import { Dialog } from '../parts/dialog';
import { Select, TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { SendProblem } from '../parts/send-problem';
import { Act, Actions, Submit } from '../parts/submit';
import { Table } from '../parts/table';
import { announce } from '../shell/announcer';
import { Loaded } from '../shell/loaded';
import { common } from '../words/common';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { OfficePage } from './office-page';
import { words } from './words';

type SchoolClass = components['schemas']['RosterClasses']['items'][number];

export default function Substitutes() {
  const t = useWords(words);
  const dates = useDates();
  const [asked, setAsked] = useState<SchoolClass>();
  const classes = useRead(['classes'], (options) => answer(api.GET('/api/v1/roster/classes', options)));
  const ending = useSend(
    (classId: string, header) =>
      answer(api.DELETE('/api/v1/roster/classes/{classId}/substitute', { params: { path: { classId }, header } })),
    { done: () => announce(t.endDone), refreshes: ['classes'] },
  );
  return (
    <OfficePage title={t.substitutes} lead={<p>{t.substitutesText}</p>}>
      <SendProblem sending={ending} />
      <Loaded read={classes}>
        {({ items }) => (
          <Table
            caption={t.substitutes}
            hideCaption
            rows={items}
            rowKey={({ classId }) => classId}
            empty={t.noClasses}
            columns={[
              {
                key: 'class',
                head: t.class,
                heads: true,
                cell: ({ classId }) => <span id={`k-${classId}`}>{classId}</span>,
              },
              { key: 'teacher', head: t.teacher, cell: ({ teacher }) => teacher ?? '—' },
              { key: 'substitute', head: t.substitute, cell: ({ substitute }) => substitute?.account ?? '—' },
              {
                key: 'days',
                head: t.period,
                cell: ({ substitute }) =>
                  substitute ? t.until(dates.day(substitute.from), dates.day(substitute.to)) : '—',
              },
              {
                key: 'act',
                head: t.act,
                bare: true,
                cell: (one) => (
                  <div className="two-buttons">
                    <Act describedBy={`k-${one.classId}`} onAct={() => setAsked(one)}>
                      {t.set}
                    </Act>
                    {one.substitute && (
                      <Act
                        pending={ending.pending}
                        describedBy={`k-${one.classId}`}
                        onAct={() => ending.send(one.classId)}
                      >
                        {t.end}
                      </Act>
                    )}
                  </div>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {asked && <SetSubstitute of={asked} onClose={() => setAsked(undefined)} />}
    </OfficePage>
  );
}

function SetSubstitute({ of, onClose }: { readonly of: SchoolClass; readonly onClose: () => void }) {
  const t = useWords(words);
  const c = useWords(common);
  const { classId } = of;
  const staff = useRead(['staff'], (options) => answer(api.GET('/api/v1/roster/staff', options)));
  const sending = useSend(
    (body: { account: string; from: string; to: string }, header) =>
      answer(api.PUT('/api/v1/roster/classes/{classId}/substitute', { params: { path: { classId }, header }, body })),
    {
      done: () => {
        announce(t.setDone);
        onClose();
      },
      refreshes: ['classes'],
    },
  );
  const needed = { '/account': c.choose(t.substitute), '/from': c.required(t.from), '/to': c.required(t.to) };
  return (
    <Dialog title={`${t.set}（${classId}）`} onClose={onClose}>
      <Loaded read={staff}>
        {({ items }) => (
          <Form
            sending={sending}
            check={(values) =>
              Object.entries(needed)
                .filter(([pointer]) => values.code(pointer) === '')
                .map(([pointer, detail]) => ({ pointer, code: 'missing-value', detail }))
            }
            onSubmit={(values) =>
              sending.send({ account: values.text('/account'), from: values.code('/from'), to: values.code('/to') })
            }
          >
            <Select
              name="/account"
              label={t.substitute}
              empty={c.select}
              choices={items
                .filter(({ active }) => active)
                .map(({ account, name }) => ({ value: account, label: `${account} ${name}` }))}
            />
            <TextField name="/from" label={t.from} help={t.dayHelp} width="number" autoComplete="off" />
            <TextField name="/to" label={t.to} help={t.dayHelp} width="number" autoComplete="off" />
            <Actions>
              <Submit>{c.confirm}</Submit>
              <Act onAct={onClose}>{c.cancel}</Act>
            </Actions>
          </Form>
        )}
      </Loaded>
    </Dialog>
  );
}
