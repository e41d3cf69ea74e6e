/** 通知單列印: how to sign in, a letter for each family of a class. */
import { useSearchParams } from 'react-router';
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import { Facts } from '../parts/facts';
import { Select } from '../parts/fields';
import { Form } from '../parts/form';
import { Actions, Submit } from '../parts/submit';
import { Loaded } from '../shell/loaded';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { OfficePage } from './office-page';
import { RESTING } from './resting';
import { words } from './words';

export default function Letters() {
  const t = useWords(words);
  const [search, setSearch] = useSearchParams();
  const classId = search.get('class') ?? '';
  const classes = useRead(['classes'], (options) => answer(api.GET('/api/v1/roster/classes', options)));
  return (
    <OfficePage title={t.letters} lead={<p className="no-print">{t.lettersText}</p>}>
      <Loaded read={classes}>
        {({ items }) => (
          <Form
            sending={RESTING}
            className="no-print"
            begin={{ '/class': classId }}
            onSubmit={(values) => setSearch({ class: values.text('/class') })}
          >
            <Select
              name="/class"
              label={t.class}
              width="number"
              choices={items.map((one) => ({ value: one.classId, label: one.classId }))}
            />
            <Actions>
              <Submit>{t.show}</Submit>
            </Actions>
          </Form>
        )}
      </Loaded>
      {classId !== '' && <LettersOf key={classId} classId={classId} />}
    </OfficePage>
  );
}

function LettersOf({ classId }: { readonly classId: string }) {
  const t = useWords(words);
  const c = useWords(common);
  const letters = useRead(
    ['letters', classId],
    (options) => answer(api.GET('/api/v1/roster/letters', { params: { query: { class: classId } }, ...options })),
    { keep: false },
  );
  return (
    <Loaded read={letters}>
      {({ items }) =>
        items.length === 0 ? (
          <div className="empty">{t.noLetters}</div>
        ) : (
          <>
            <p className="no-print">
              <button type="button" className="button" onClick={() => window.print()}>
                {c.print}
              </button>
            </p>
            {items.map((one) => (
              <article key={one.studentId} className="card letter">
                <h2>{t.letterTitle}</h2>
                <p lang="zh-Hant-TW">{t.letterGreeting(`${one.classId} ${one.name}`)}</p>
                <p>{t.letterText}</p>
                <Facts
                  facts={[
                    { name: t.letterAddress, value: <span className="number">{one.address}</span> },
                    { name: t.letterAccount, value: <span className="number">{one.account}</span> },
                    { name: t.letterPassword, value: one.firstPassword },
                  ]}
                />
              </article>
            ))}
          </>
        )
      }
    </Loaded>
  );
}
