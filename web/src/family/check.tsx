/** 確認申請資料: what will be sent, 更改 beside each, then 確認送出. */
import { useState } from 'react';
import { Link, Navigate, useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import { noteRevision } from '../api/revisions';
import { useSend, type SendHeader } from '../api/send';
import type { BindingCase } from '../api/shapes';
import { keyOf } from '../api/key';
import { Facts, type Fact } from '../parts/facts';
import { Form } from '../parts/form';
import { Actions, BackButton, Submit } from '../parts/submit';
import { announce } from '../shell/announcer';
import { Loaded } from '../shell/loaded';
import { useWords } from '../words/words';
import {
  applicantsOf,
  FIELD_NAMES,
  modeOf,
  useFieldLabels,
  useRelations,
  type FieldName,
  type Mode,
} from './applicant-fields';
import { isOpenForFilling, useAmending } from './amending';
import { Filled, modeIn } from './application';
import { useFamilyPath } from './case-data';
import { dropDraft, useDraftValues, type DraftValues } from './draft';
import { WithCase } from './with-case';
import { words } from './words';

type Typed = Readonly<Record<FieldName, string>>;

interface Body {
  readonly mode: Mode;
  readonly applicants: readonly Typed[];
}

export default function Check() {
  const t = useWords(words);
  const amending = useAmending();
  return (
    <WithCase title={t.check} lead={<p>{t.checkLead}</p>}>
      {(request) =>
        isOpenForFilling(request, amending) ? <WithDraft request={request} /> : <Filled request={request} />
      }
    </WithCase>
  );
}

function WithDraft({ request }: { readonly request: BindingCase }) {
  const draft = useDraftValues(request.id);
  return <Loaded read={draft}>{(values) => <CheckForm request={request} values={values} />}</Loaded>;
}

function CheckForm({ request, values }: { readonly request: BindingCase; readonly values: DraftValues }) {
  const t = useWords(words);
  const path = useFamilyPath();
  const navigate = useNavigate();
  const amending = useAmending();
  // As first shown: where another tab has sent it meanwhile, nothing is sent twice, and the page says so.
  const [revision] = useState(request.revision);
  const [changed, setChanged] = useState(false);
  const mode = modeIn(values, request);
  const sending = useSend((body: Body, header) => send(request, body, header), {
    revision: changed ? request.revision : revision,
    done: async () => {
      dropDraft(request.id);
      announce(t.applicationSent);
      await navigate(path('/binding/evidence'), { replace: true });
    },
    // What is wrong with a field is told, and mended, where the field is.
    refused: ({ errors, changedMeanwhile }) => {
      if (changedMeanwhile) setChanged(true);
      const at = errors.map(({ pointer }) => /^\/applicants\/([01])\//.exec(pointer)?.[1]).find(Boolean);
      if (at !== undefined)
        void navigate(path(`/binding/application/${Number(at) + 1}`), { state: { ...amending, errors } });
    },
    refreshes: ['case', 'cases'],
  });
  if (mode === undefined) return <Navigate to={path('/binding/application')} replace state={amending} />;
  const applicants = typedOf(values, mode);
  const same = mode === modeOf(request);
  const modes = { 'one-parent': t.oneParent, 'two-parents': t.twoParents, 'other-guardian': t.otherGuardian };
  return (
    <Form sending={sending} onSubmit={() => sending.send({ mode, applicants })}>
      <Facts
        facts={[
          { name: t.mode, value: modes[mode], action: <ChangeLink to={path('/binding/application')} of={t.mode} /> },
        ]}
      />
      {applicants.map((typed, at) => (
        <ApplicantCard
          key={FIELD_NAMES.map((name) => typed[name]).join(' ') + String(at)}
          typed={typed}
          number={at + 1}
          mode={mode}
          now={same ? request.applicants[at] : undefined}
        />
      ))}
      <Actions>
        <Submit>{t.confirmSend}</Submit>
        <BackButton to={path(`/binding/application/${applicants.length}`)} state={amending} />
      </Actions>
    </Form>
  );
}

interface CardProps {
  readonly typed: Typed;
  readonly number: number;
  readonly mode: Mode;
  readonly now: BindingCase['applicants'][number] | undefined;
}

function ApplicantCard({ typed, number, mode, now }: CardProps) {
  const t = useWords(words);
  const path = useFamilyPath();
  const labels = useFieldLabels();
  const relations = useRelations(mode);
  const title = mode === 'two-parents' ? (number === 1 ? t.applicant1 : t.applicant2) : t.applicant;
  const shown = (name: FieldName): string => {
    if (name === 'relation') return relations.find(({ value }) => value === typed.relation)?.label ?? '';
    if (typed[name] !== '') return typed[name];
    return now ? `${now[name]}（${t.notChanged}）` : '';
  };
  const facts: readonly Fact[] = FIELD_NAMES.map((name) => ({
    name: labels[name],
    value: (
      <span className="no-autospace" lang="zh-Hant-TW" data-value={name}>
        {shown(name)}
      </span>
    ),
    action: <ChangeLink to={path(`/binding/application/${number}`)} of={labels[name]} />,
  }));
  return (
    <section className="card">
      <h2>{title}</h2>
      <Facts facts={facts} />
    </section>
  );
}

function ChangeLink({ to, of }: { readonly to: string; readonly of: string }) {
  const t = useWords(words);
  const amending = useAmending();
  return (
    <Link to={to} title={of} state={amending}>
      {t.change}
    </Link>
  );
}

function typedOf(values: DraftValues, mode: Mode): readonly Typed[] {
  return Array.from({ length: applicantsOf(mode) }, (_, at) => {
    const value = (name: FieldName): string => (values[`/applicants/${at}/${name}`] ?? '').trim();
    return {
      name: value('name'),
      relation: value('relation'),
      idNumber: value('idNumber'),
      mobile: value('mobile'),
      email: value('email'),
    };
  });
}

/** The whole application; of one that is there already, what is different of each applicant: their files stay. */
async function send(request: BindingCase, body: Body, header: SendHeader): Promise<void> {
  if (body.mode !== modeOf(request)) {
    const whole = body as unknown as Parameters<typeof put>[1];
    noteRevision(request.id, await put(request.id, whole, header));
    return;
  }
  let revision = request.revision;
  for (const [at, applicant] of request.applicants.entries()) {
    const changes = changesOf(applicant, body.applicants[at]);
    if (Object.keys(changes).length === 0) continue;
    const accepted = await answer(
      api.PATCH('/api/v1/bindings/{id}/applicants/{applicantId}', {
        params: {
          path: { id: request.id, applicantId: applicant.id },
          header: { 'Idempotency-Key': keyOf(header['Idempotency-Key'], at), 'If-Match': `"${revision}"` },
        },
        body: changes as never,
      }),
    );
    revision = noteRevision(request.id, accepted).revision;
  }
}

function put(id: string, body: never, header: SendHeader) {
  return answer(api.PUT('/api/v1/bindings/{id}/application', { params: { path: { id }, header }, body }));
}

function changesOf(now: BindingCase['applicants'][number], typed: Typed | undefined): Partial<Typed> {
  const entries = FIELD_NAMES.map((name) => [name, typed?.[name] ?? ''] as const).filter(([name, value]) => {
    const before = name === 'relation' ? now.relation.code : now[name];
    return value !== '' && value !== before;
  });
  return Object.fromEntries(entries);
}
