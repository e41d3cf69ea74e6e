/** 忘記密碼, for pupils, parents and staff. The answer never tells whether the account exists. */
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { answer, api } from '../api/client';
import { useSend } from '../api/send';
import { Facts } from '../parts/facts';
import { Select, TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { Actions, BackButton, Submit } from '../parts/submit';
import { Page } from '../shell/page';
import NotFound from '../shell/not-found';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { accountWords } from './account-words';
import { useAllSchools } from './schools-data';
import './door.css';

interface Body {
  readonly schoolId?: string;
  readonly account: string;
}

const WHO = ['student', 'parent', 'staff'] as const;

export default function Forgotten() {
  const t = useWords(accountWords);
  const asked = useParams()['who'];
  const who = WHO.find((one) => one === asked);
  const [sent, setSent] = useState(false);
  if (!who) return <NotFound />;
  if (sent) {
    return (
      <Page title={t.sent} lead={<p>{t.sentText}</p>}>
        <p>
          <Link to="/sign-in" className="button">
            {t.toSignIn}
          </Link>
        </p>
      </Page>
    );
  }
  return (
    <Page title={t.forgotten}>
      {who === 'parent' && (
        <>
          <p>{t.forgottenParentEmail}</p>
          <p>{t.forgottenParentP}</p>
        </>
      )}
      {who === 'student' && <p>{t.forgottenStudent}</p>}
      {who === 'staff' && <p>{t.forgottenStaff}</p>}
      <ForgottenForm who={who} onSent={() => setSent(true)} />
    </Page>
  );
}

function ForgottenForm({ who, onSent }: { readonly who: (typeof WHO)[number]; readonly onSent: () => void }) {
  const t = useWords(accountWords);
  const c = useWords(common);
  const schools = useAllSchools();
  const [chosen, setChosen] = useState('');
  const school = schools.data?.items.find(({ schoolId }) => schoolId === chosen);
  const sending = useSend((body: Body) => answer(api.POST('/api/v1/password-resets', { body })), {
    done: onSent,
    refreshes: ['nothing'],
  });
  return (
    <Form
      sending={sending}
      check={(values) =>
        values.text('/account') === ''
          ? [{ pointer: '/account', code: 'missing-value', detail: c.required(t.account) }]
          : []
      }
      onSubmit={(values) => {
        const schoolId = values.text('/schoolId');
        sending.send({ ...(schoolId !== '' && { schoolId }), account: values.code('/account') });
      }}
    >
      <Select
        name="/schoolId"
        label={t.school}
        empty={t.noSchool}
        choices={(schools.data?.items ?? []).map(({ schoolId, name }) => ({ value: schoolId, label: name }))}
        onChange={setChosen}
      />
      {who === 'parent' && school && (
        <Facts
          facts={[
            {
              name: t.registrar,
              value: (
                <span className="no-autospace">
                  {school.telephone} {school.registrarExtension && t.extension(school.registrarExtension)}
                </span>
              ),
            },
          ]}
        />
      )}
      <TextField
        name="/account"
        label={t.account}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={320}
      />
      <Actions>
        <Submit>{t.send}</Submit>
        <BackButton to="/sign-in" />
      </Actions>
    </Form>
  );
}
