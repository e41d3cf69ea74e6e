/** 申辦親子帳號: the consent text, and the answer to it. */
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import { noteRevision } from '../api/revisions';
import type { FieldError } from '../api/problem';
import { useRead } from '../api/queries';
import { useSend } from '../api/send';
import type { BindingCase, ConsentText } from '../api/shapes';
import { Dialog } from '../parts/dialog';
import { Radios, TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { Notice } from '../parts/notice';
import { Act, Actions, BackButton, Submit } from '../parts/submit';
import { Values } from '../parts/values';
import { Loaded } from '../shell/loaded';
import { useSignedIn } from '../shell/session';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { may, useFamilyPath } from './case-data';
import { DraftState, useDraft, useDraftValues, type DraftValues } from './draft';
import { WithCase } from './with-case';
import { words } from './words';

interface Body {
  readonly decision: 'agree' | 'disagree';
  readonly intent: 'apply' | 'not-joining';
  readonly textVersion: string;
  readonly method?: 'online' | 'paper';
  readonly paperDate?: string;
}

export default function Consent() {
  const t = useWords(words);
  return (
    <WithCase title={t.consent} lead={<p>{t.consentLead}</p>}>
      {(request) => <ConsentOf request={request} />}
    </WithCase>
  );
}

function ConsentOf({ request }: { readonly request: BindingCase }) {
  const t = useWords(words);
  const path = useFamilyPath();
  const text = useRead(['consent-text'], (options) => answer(api.GET('/api/v1/consent-texts/current', options)));
  const draft = useDraftValues(request.id);
  const asked = may(request, 'answer-consent');
  return (
    <Loaded read={text}>
      {(current) => (
        <>
          {asked && request.stage.code !== 'consent' && <Notice tone="turn" title={t.superseded} />}
          {!asked && <Given request={request} />}
          {asked && (
            <p className="no-print">
              <a href="#answer">{t.answerDirectly}</a>
            </p>
          )}
          <Text text={current} />
          {asked ? (
            <Loaded read={draft}>{(begin) => <Answer request={request} text={current} begin={begin} />}</Loaded>
          ) : (
            <Actions>
              <BackButton to={path('/binding')} />
            </Actions>
          )}
        </>
      )}
    </Loaded>
  );
}

function Given({ request }: { readonly request: BindingCase }) {
  const t = useWords(words);
  const path = useFamilyPath();
  const { stage, cards } = request;
  if (stage.code === 'student-info') return <Notice tone="not-yet" title={t.notYet} />;
  if (cards.account.code === 'not-joining') return <Notice tone="not-yet" title={cards.account.label} />;
  return (
    <Notice tone="done" title={t.consentGiven}>
      <p>
        <Link to={path('/binding/application')}>{t.applicationFilled}</Link>
      </p>
    </Notice>
  );
}

function Text({ text }: { readonly text: ConsentText }) {
  const t = useWords(words);
  const c = useWords(common);
  return (
    <>
      <section className="card">
        <h2>{t.inShort}</h2>
        <ul className="short">
          {t.short.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
      <section className="consent-text" aria-labelledby="consent-text">
        <h2 id="consent-text">{t.consentText}</h2>
        <p className="small">
          {t.version} <span className="number">{text.version}</span>
        </p>
        <div lang="zh-Hant-TW">
          {text.text.split(/\n{2,}/).map((paragraph) => (
            <p key={paragraph} className="paragraph">
              {paragraph}
            </p>
          ))}
        </div>
        <p className="no-print">
          <button type="button" className="button quiet" onClick={() => window.print()}>
            {c.print}
          </button>
        </p>
      </section>
    </>
  );
}

interface AnswerProps {
  readonly request: BindingCase;
  readonly text: ConsentText;
  readonly begin: DraftValues;
}

function Answer({ request, text, begin }: AnswerProps) {
  const t = useWords(words);
  const path = useFamilyPath();
  const navigate = useNavigate();
  const draft = useDraft(request.id);
  const { role } = useSignedIn();
  const atCounter = role.code === 'registrar';
  const [asking, setAsking] = useState<Body>();
  const [wrong, setWrong] = useState<{ errors: readonly FieldError[] }>();
  const sending = useSend(
    (body: Body, header) =>
      answer(api.POST('/api/v1/bindings/{id}/consent', { params: { path: { id: request.id }, header }, body })).then(
        (accepted) => noteRevision(request.id, accepted),
      ),
    {
      revision: request.revision,
      done: (_accepted, { intent }) =>
        intent === 'apply'
          ? navigate(path(request.stage.code === 'consent' ? '/binding/application' : '/binding/signature'), {
              replace: true,
            })
          : navigate(path('/binding'), { replace: true, state: { thanks: true } }),
      refreshes: ['case', 'cases'],
    },
  );
  const bodyOf = (values: Values, intent: Body['intent']): Body => ({
    decision: values.text('/decision') === 'disagree' ? 'disagree' : 'agree',
    intent,
    textVersion: text.version,
    ...(atCounter && { method: 'paper', paperDate: values.code('/paperDate') }),
  });
  const notJoining = (button: HTMLElement): void => {
    const form = button.closest('form');
    if (!form) return;
    const values = new Values(form);
    if (!values.has('/decision')) {
      setWrong({ errors: [{ pointer: '/decision', code: 'missing-value', detail: t.mustChoose }] });
      return;
    }
    setWrong(undefined);
    setAsking(bodyOf(values, 'not-joining'));
  };
  return (
    <section id="answer" className="stack no-print">
      <Form
        sending={sending}
        begin={begin}
        errors={wrong?.errors}
        check={(values) => {
          setWrong(undefined);
          return values.text('/decision') === 'agree'
            ? []
            : [{ pointer: '/decision', code: 'not-agreed', detail: t.mustAgree }];
        }}
        onChange={(values) => draft.keep({ '/decision': values.text('/decision') })}
        onSubmit={(values) => sending.send(bodyOf(values, 'apply'))}
      >
        <Radios
          name="/decision"
          legend={t.decision}
          choices={[
            { value: 'agree', label: t.agree, text: t.agreeText.replace(t.agree, '') },
            { value: 'disagree', label: t.disagree, text: t.disagreeText.replace(t.disagree, '') },
          ]}
        />
        {atCounter && (
          <TextField
            name="/paperDate"
            label={t.paperDate}
            help={t.paperDateHelp}
            width="number"
            inputMode="numeric"
            autoComplete="off"
          />
        )}
        <p>{t.anyway}</p>
        <Actions>
          <Submit>{t.apply}</Submit>
          <button type="button" className="button" onClick={(event) => notJoining(event.currentTarget)}>
            {t.notJoining}
          </button>
          <BackButton to={path('/binding')} />
        </Actions>
        <DraftState draft={draft} />
      </Form>
      {asking && (
        <Sure
          onClose={() => setAsking(undefined)}
          onSure={() => {
            setAsking(undefined);
            sending.send(asking);
          }}
        />
      )}
    </section>
  );
}

function Sure({ onSure, onClose }: { readonly onSure: () => void; readonly onClose: () => void }) {
  const t = useWords(words);
  const c = useWords(common);
  return (
    <Dialog title={t.sureTitle} onClose={onClose}>
      <p>{t.sureText}</p>
      <Actions>
        <Act kind="primary" onAct={onSure}>
          {c.confirm}
        </Act>
        <Act onAct={onClose}>{c.cancel}</Act>
      </Actions>
    </Dialog>
  );
}
