/** 修正 of one applicant: the fields that were asked for, or all of them where everything is open. */
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { answer, api } from '../api/client';
import { noteRevision } from '../api/revisions';
import { useSend } from '../api/send';
import type { Applicant, BindingCase } from '../api/shapes';
import { TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { Notice } from '../parts/notice';
import { SendProblem } from '../parts/send-problem';
import { Act, Actions, BackButton, Submit } from '../parts/submit';
import { announce } from '../shell/announcer';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { ApplicantFields, FIELD_NAMES, modeOf, readField, type FieldName } from './applicant-fields';
import { may, useFamilyPath } from './case-data';
import { caseWords } from './case-words';
import { NotYet, WithCase } from './with-case';

export default function Amend() {
  const t = useWords(caseWords);
  const { applicantId } = useParams();
  return (
    <WithCase title={t.amendTitle}>
      {(request) => {
        const one = request.applicants.find(({ id }) => id === applicantId);
        return one ? <AmendOf key={one.id} request={request} applicant={one} /> : <NotYet />;
      }}
    </WithCase>
  );
}

interface OfProps {
  readonly request: BindingCase;
  readonly applicant: Applicant;
}

function AmendOf({ request, applicant }: OfProps) {
  const t = useWords(caseWords);
  const path = useFamilyPath();
  const asked = applicant.correction?.fields;
  const isTaken = applicant.review.code === 'correction-requested' && applicant.account.code !== 'none';
  const fields: readonly FieldName[] = isTaken
    ? ['email']
    : asked
      ? FIELD_NAMES.filter((name) => asked.some(({ code }) => code === name))
      : FIELD_NAMES;
  return (
    <>
      {applicant.reason && (
        <Notice tone="turn" title={applicant.reason.label}>
          <p>{applicant.reason.meaning}</p>
          <p>{applicant.reason.cure}</p>
          {applicant.reason.note && (
            <p>
              {t.note}：{applicant.reason.note}
            </p>
          )}
        </Notice>
      )}
      <p>{isTaken ? t.emailTakenText : t.amendLead}</p>
      {asked?.some(({ code }) => code === 'evidence') && (
        <p>
          <Link to={path('/binding/evidence')} className="button">
            {t.evidenceLink}
          </Link>
        </p>
      )}
      {fields.length > 0 && <AmendForm request={request} applicant={applicant} fields={fields} stays={isTaken} />}
      {isTaken && <ProveEmail request={request} applicant={applicant} />}
      {(fields.length === 0 || isTaken) && (
        <Actions>
          <BackButton to={path('/binding/signature')} />
        </Actions>
      )}
    </>
  );
}

interface FormProps extends OfProps {
  readonly fields: readonly FieldName[];
  /** An address is proven on this page next. */
  readonly stays: boolean;
}

function AmendForm({ request, applicant, fields, stays }: FormProps) {
  const t = useWords(caseWords);
  const path = useFamilyPath();
  const navigate = useNavigate();
  const [wrong, setWrong] = useState(false);
  const [first] = fields;
  const sending = useSend(
    (body: Partial<Record<FieldName, string>>, header) =>
      answer(
        api.PATCH('/api/v1/bindings/{id}/applicants/{applicantId}', {
          params: { path: { id: request.id, applicantId: applicant.id }, header },
          body: body as never,
        }),
      ).then((accepted) => noteRevision(request.id, accepted)),
    {
      revision: request.revision,
      done: async () => {
        announce(t.saved);
        if (!stays) await navigate(path('/binding/signature'), { replace: true });
      },
      refreshes: ['case', 'cases'],
    },
  );
  return (
    <Form
      sending={sending}
      errors={wrong && first ? [{ pointer: `/${first}`, code: 'nothing-corrected', detail: t.nothingChanged }] : []}
      onSubmit={(values) => {
        const typed = fields
          .map((name) => [name, readField(values, '', name)] as const)
          .filter(([name, value]) => value !== '' && value !== valueNow(applicant, name));
        setWrong(typed.length === 0);
        if (typed.length > 0) sending.send(Object.fromEntries(typed));
      }}
    >
      <ApplicantFields place="" mode={modeOf(request) ?? 'one-parent'} only={fields} now={applicant} />
      <Actions>
        <Submit>{t.save}</Submit>
        {!stays && <BackButton to={path('/binding/signature')} />}
      </Actions>
    </Form>
  );
}

function valueNow(applicant: Applicant, name: FieldName): string {
  return name === 'relation' ? applicant.relation.code : applicant[name];
}

/** The new address of somebody whose account waits for it. */
function ProveEmail({ request, applicant }: OfProps) {
  const t = useWords(caseWords);
  const c = useWords(common);
  const path = useFamilyPath();
  const navigate = useNavigate();
  const place = { id: request.id, applicantId: applicant.id };
  const asking = useSend(
    (_body: null, header) =>
      answer(
        api.POST('/api/v1/bindings/{id}/applicants/{applicantId}/email-proof', { params: { path: place, header } }),
      ),
    { revision: request.revision, done: ({ sentTo }) => announce(t.codeSent(sentTo)), refreshes: ['nothing'] },
  );
  const proving = useSend(
    (body: { code: string }, header) =>
      answer(
        api.PUT('/api/v1/bindings/{id}/applicants/{applicantId}/email-proof', {
          params: { path: place, header: header as never },
          body,
        }),
      ).then((accepted) => noteRevision(request.id, accepted)),
    {
      revision: request.revision,
      done: async () => {
        announce(t.proven);
        await navigate(path('/binding/signature'), { replace: true });
      },
      refreshes: ['case', 'cases'],
    },
  );
  if (!may(request, 'prove-email')) return null;
  return (
    <section className="card" aria-labelledby="prove">
      <h2 id="prove">{t.code}</h2>
      <SendProblem sending={asking} />
      <Act pending={asking.pending} onAct={() => asking.send(null)}>
        {t.sendCode}
      </Act>
      <Form
        sending={proving}
        check={(values) =>
          values.code('/code') === '' ? [{ pointer: '/code', code: 'missing-value', detail: c.required(t.code) }] : []
        }
        onSubmit={(values) => proving.send({ code: values.code('/code') })}
      >
        <TextField
          name="/code"
          label={t.code}
          help={t.codeHelp}
          width="number"
          inputMode="numeric"
          autoComplete="one-time-code"
        />
        <Actions>
          <Submit>{t.confirm}</Submit>
        </Actions>
      </Form>
    </section>
  );
}
