/** 選擇申辦方式, then a page per applicant, then 確認申請資料. */
import { useState, type ReactNode } from 'react';
import { Link, Navigate, useLocation, useNavigate, useParams } from 'react-router';
import type { FieldError } from '../api/problem';
import type { BindingCase } from '../api/shapes';
import { Facts } from '../parts/facts';
import { Radios } from '../parts/fields';
import { Form } from '../parts/form';
import { Actions, BackButton, Submit } from '../parts/submit';
import { Loaded } from '../shell/loaded';
import { common } from '../words/common';
import { useWords } from '../words/words';
import {
  ApplicantFields,
  applicantsOf,
  FIELD_NAMES,
  modeOf,
  MODES,
  useFieldLabels,
  useMissing,
  type Mode,
} from './applicant-fields';
import { isOpenForFilling, useAmending } from './amending';
import { useFamilyCase, useFamilyPath } from './case-data';
import { DraftState, useDraft, useDraftValues, type DraftValues } from './draft';
import { NotYet, WithCase } from './with-case';
import { words } from './words';

/** A form that goes on without sending anything. */
const STILL = { pending: false, problem: undefined, round: 0, waiting: undefined, now: stay, again: stay };

function stay(): void {}

export default function Application() {
  const t = useWords(words);
  const amending = useAmending();
  return (
    <WithCase title={t.mode} lead={<p>{t.applicationLead}</p>}>
      {(request) =>
        isOpenForFilling(request, amending) ? (
          <WithDraft request={request}>{(begin) => <ModeForm request={request} begin={begin} />}</WithDraft>
        ) : (
          <Filled request={request} />
        )
      }
    </WithCase>
  );
}

function WithDraft({
  request,
  children,
}: {
  readonly request: BindingCase;
  readonly children: (begin: DraftValues) => ReactNode;
}) {
  const draft = useDraftValues(request.id);
  return <Loaded read={draft}>{children}</Loaded>;
}

function ModeForm({ request, begin }: { readonly request: BindingCase; readonly begin: DraftValues }) {
  const t = useWords(words);
  const c = useWords(common);
  const path = useFamilyPath();
  const navigate = useNavigate();
  const draft = useDraft(request.id);
  const amending = useAmending();
  const mode = begin['/mode'] ?? modeOf(request);
  const labels: Record<Mode, string> = {
    'one-parent': t.oneParent,
    'two-parents': t.twoParents,
    'other-guardian': t.otherGuardian,
  };
  return (
    <Form
      sending={STILL}
      begin={mode === undefined ? begin : { ...begin, '/mode': mode }}
      check={(values) =>
        values.has('/mode') ? [] : [{ pointer: '/mode', code: 'missing-value', detail: `${t.mode}` }]
      }
      onChange={(values) => draft.keep({ '/mode': values.text('/mode') })}
      onSubmit={(values) => {
        draft.keep({ '/mode': values.text('/mode') });
        void draft.flush();
        void navigate(path('/binding/application/1'), { state: amending });
      }}
    >
      <Radios
        name="/mode"
        legend={t.mode}
        hideLegend
        choices={MODES.map((value) => ({ value, label: labels[value] }))}
      />
      <Actions>
        <Submit>{c.next}</Submit>
        <BackButton to={path('/binding')} />
      </Actions>
      <DraftState draft={draft} />
    </Form>
  );
}

/** What was sent, once nothing of it can be filled in anew. */
export function Filled({ request }: { readonly request: BindingCase }) {
  const t = useWords(words);
  const path = useFamilyPath();
  const labels = useFieldLabels();
  if (request.applicants.length === 0) return <NotYet />;
  return (
    <>
      {request.applicants.map((one) => (
        <section key={one.id} className="card">
          <h2 lang="zh-Hant-TW">{one.name}</h2>
          <Facts
            facts={FIELD_NAMES.map((name) => ({
              name: labels[name],
              value: <span className="no-autospace">{name === 'relation' ? one.relation.label : one[name]}</span>,
            }))}
          />
        </section>
      ))}
      <p>
        <Link to={path('/binding/signature')} className="button">
          {t.signature}
        </Link>
      </p>
      <Actions>
        <BackButton to={path('/binding')} />
      </Actions>
    </>
  );
}

export function ApplicantPage() {
  const t = useWords(words);
  const amending = useAmending();
  const path = useFamilyPath();
  const number = Number(useParams()['number']);
  const title = useApplicantTitle(number);
  if (number !== 1 && number !== 2) return <Navigate to={path('/binding/application')} replace />;
  return (
    <WithCase title={title ?? t.applicant}>
      {(request) =>
        isOpenForFilling(request, amending) ? (
          <WithDraft request={request}>
            {(begin) => <ApplicantForm request={request} begin={begin} number={number} />}
          </WithDraft>
        ) : (
          <Filled request={request} />
        )
      }
    </WithCase>
  );
}

/** With one applicant 申請人, with two 第一位申請人 and 第二位申請人. */
function useApplicantTitle(number: number): string | undefined {
  const t = useWords(words);
  const mode = useDraftMode();
  if (number === 2) return t.applicant2;
  return mode === 'two-parents' ? t.applicant1 : t.applicant;
}

function useDraftMode(): string | undefined {
  const request = useFamilyCase().data;
  const draft = useDraftValues(request?.id ?? '', request !== undefined && request !== null).data;
  return draft && request ? modeIn(draft, request) : undefined;
}

function ApplicantForm({
  request,
  begin,
  number,
}: {
  readonly request: BindingCase;
  readonly begin: DraftValues;
  readonly number: 1 | 2;
}) {
  const t = useWords(words);
  const c = useWords(common);
  const path = useFamilyPath();
  const navigate = useNavigate();
  const draft = useDraft(request.id);
  const amending = useAmending();
  const missing = useMissing();
  const [told, setTold] = useState(useToldErrors());
  const mode = modeIn(begin, request);
  if (mode === undefined || number > applicantsOf(mode))
    return <Navigate to={path('/binding/application')} replace state={amending} />;
  const place = `/applicants/${number - 1}`;
  const now = mode === modeOf(request) ? request.applicants[number - 1] : undefined;
  const many = applicantsOf(mode);
  const next = number < many ? `/binding/application/${number + 1}` : '/binding/application/check';
  return (
    <Form
      sending={STILL}
      begin={begin}
      errors={told}
      check={(values) => {
        setTold([]);
        return missing(values, place, now ? ['name', 'relation'] : FIELD_NAMES);
      }}
      onChange={(values) => draft.keep(values.record())}
      onSubmit={(values) => {
        draft.keep({ '/mode': mode, ...values.record() });
        void draft.flush();
        void navigate(path(next), { state: amending });
      }}
    >
      <p className="small">{t.step(number + 1, many + 2)}</p>
      <ApplicantFields place={place} mode={mode} second={number === 2} now={now} />
      <Actions>
        <Submit>{c.next}</Submit>
        <BackButton to={path(number === 1 ? '/binding/application' : '/binding/application/1')} state={amending} />
      </Actions>
      <DraftState draft={draft} />
    </Form>
  );
}

/** What 確認送出 was refused for, brought along from the page before. Texts of the API: no values are in them. */
function useToldErrors(): readonly FieldError[] {
  const state: unknown = useLocation().state;
  const errors = typeof state === 'object' && state !== null && 'errors' in state ? state.errors : undefined;
  return Array.isArray(errors) ? (errors as readonly FieldError[]) : [];
}

export function modeIn(begin: DraftValues, request: BindingCase): Mode | undefined {
  return MODES.find((one) => one === begin['/mode']) ?? modeOf(request);
}
