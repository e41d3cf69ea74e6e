/** 登入系統, of a school or without one. */
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { FieldError } from '../api/problem';
import { useSend } from '../api/send';
import { signIn, type SignIn as SignInBody } from '../api/sign-in';
import { Captcha, captchaOf, useCaptcha } from '../parts/captcha';
import { PasswordField, TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { Actions, Submit } from '../parts/submit';
import type { Values } from '../parts/values';
import { Page } from '../shell/page';
import { useSession } from '../shell/session';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { DoorLinks } from './door-links';
import { DoorNotes, ForgotLinks } from './door-notes';
import { useAllSchools } from './schools-data';
import { SignInTabs, type Visitor } from './sign-in-tabs';
import { firstPageOf, useWayBack } from './way-back';
import { words } from './words';
import './door.css';

export default function SignIn() {
  const t = useWords(words);
  const { schoolId } = useParams();
  const [visitor, setVisitor] = useState<Visitor>('parents');
  const schools = useAllSchools();
  const school = schools.data?.items.find((one) => one.schoolId === schoolId);
  const unknown = schoolId !== undefined && schools.data !== undefined && school === undefined;
  return (
    <Page title={t.signIn} above={<DoorLinks />} lead={school && <p lang="zh-Hant-TW">{school.name}</p>} wide>
      {unknown && (
        <p className="field-error" role="alert">
          {t.unknownSchool}
        </p>
      )}
      <div className="sign-in">
        <section className="card">
          {schoolId !== undefined && <SignInTabs visitor={visitor} choose={setVisitor} />}
          <div
            className="tab-panel"
            {...(schoolId !== undefined && {
              role: 'tabpanel',
              id: 'sign-in-panel',
              'aria-labelledby': `tab-${visitor}`,
            })}
          >
            {visitor === 'pupils' && <p>{t.pupilsWhere}</p>}
            {visitor === 'newPupils' && <p>{t.newPupilsWhere}</p>}
            {(visitor === 'parents' || visitor === 'staff') && <SignInForm schoolId={schoolId} visitor={visitor} />}
          </div>
          <ForgotLinks />
        </section>
        <DoorNotes visitor={visitor} schoolId={schoolId} school={school} vendor={schools.data?.vendor} />
      </div>
    </Page>
  );
}

function SignInForm({
  schoolId,
  visitor,
}: {
  readonly schoolId: string | undefined;
  readonly visitor: 'parents' | 'staff';
}) {
  const t = useWords(words);
  const c = useWords(common);
  const captcha = useCaptcha();
  const { changed } = useSession();
  const navigate = useNavigate();
  const back = useWayBack();
  const [round, setRound] = useState(0);
  const sending = useSend<SignInBody, Awaited<ReturnType<typeof signIn>>>((body) => signIn(body), {
    done: async (session) => {
      changed(session);
      await navigate(firstPageOf(session, back), { replace: true, state: back });
    },
    refused: captcha.renew,
    refreshes: ['nothing'],
  });
  const check = (values: Values): readonly FieldError[] =>
    (['account', 'password'] as const)
      .filter((name) => values.raw(`/${name}`).trim() === '')
      .map((name) => ({ pointer: `/${name}`, code: 'missing-value', detail: c.required(t[name]) }));
  const submit = (values: Values): void =>
    sending.send({
      ...(schoolId !== undefined && { schoolId }),
      account: values.code('/account'),
      password: values.raw('/password'),
      ...captchaOf(captcha, values),
    });
  const help = { parents: t.accountHelpParents, staff: t.accountHelpStaff };
  return (
    <Form key={round} sending={sending} check={check} onSubmit={submit}>
      <p className="small">{t.enterAccount}</p>
      <TextField
        name="/account"
        label={t.account}
        help={schoolId === undefined ? t.accountHelpAny : help[visitor]}
        autoComplete="username"
        autoCapitalize={visitor === 'parents' && schoolId !== undefined ? 'characters' : 'none'}
        spellCheck={false}
        maxLength={320}
      />
      <PasswordField
        name="/password"
        label={t.password}
        help={visitor === 'parents' && schoolId !== undefined ? t.passwordHelpParents : undefined}
        autoComplete="current-password"
      />
      <Captcha captcha={captcha} />
      <Actions>
        <Submit>{t.submit}</Submit>
        <button
          type="button"
          className="button quiet"
          onClick={() => {
            sending.clear();
            setRound(round + 1);
          }}
        >
          {t.clear}
        </button>
      </Actions>
    </Form>
  );
}
