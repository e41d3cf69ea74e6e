/** 申請書: a sheet of A4 to sign and hand in. Only the case's address is in the QR picture. */
import { encode } from 'uqr';
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import type { ApplicationForm, BindingCase } from '../api/shapes';
import { Facts } from '../parts/facts';
import { Act, Actions, BackButton } from '../parts/submit';
import { Loaded } from '../shell/loaded';
import { common } from '../words/common';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { useFamilyPath } from './case-data';
import { caseWords } from './case-words';
import { NotYet, WithCase } from './with-case';

export default function FormPage() {
  const t = useWords(caseWords);
  return (
    <WithCase title={t.form} lead={<p className="no-print">{t.formLead}</p>}>
      {(request) => (request.applicants.length === 0 ? <NotYet /> : <FormOf request={request} />)}
    </WithCase>
  );
}

function FormOf({ request }: { readonly request: BindingCase }) {
  const c = useWords(common);
  const path = useFamilyPath();
  const form = useRead(['case', 'form', request.id], (options) =>
    answer(api.GET('/api/v1/bindings/{id}/form', { params: { path: { id: request.id } }, ...options })),
  );
  return (
    <>
      <Loaded read={form}>{(sheet) => <Sheet sheet={sheet} caseId={request.id} />}</Loaded>
      <Actions>
        <Act kind="primary" onAct={() => window.print()}>
          {c.print}
        </Act>
        <BackButton to={path('/binding/signature')} />
      </Actions>
    </>
  );
}

function Sheet({ sheet, caseId }: { readonly sheet: ApplicationForm; readonly caseId: string }) {
  const t = useWords(caseWords);
  const dates = useDates();
  const { student, consent, school } = sheet;
  return (
    <article className="sheet" aria-labelledby="sheet">
      <header className="sheet-head">
        <div>
          <h2 id="sheet">{t.formTitle}</h2>
          <p lang="zh-Hant-TW">{school.name}</p>
          <p>
            {t.caseNumber} <strong className="number">{sheet.caseNumber}</strong>
          </p>
        </div>
        <Qr text={`${window.location.origin}/bindings/${caseId}`} label={t.qr} />
      </header>
      <Facts
        facts={[
          { name: t.className, value: student.classId },
          { name: t.studentName, value: <span lang="zh-Hant-TW">{student.name}</span> },
          { name: t.studentNumber, value: <span className="number">{student.number}</span> },
          ...(consent
            ? [
                {
                  name: t.consentGiven,
                  value: t.consentAt(consent.textVersion, consent.method.label, dates.day(consent.at)),
                },
              ]
            : []),
        ]}
      />
      {sheet.applicants.map((one, at) => (
        <section key={one.id} className="keep-together">
          <h3>{t.applicantN(at + 1)}</h3>
          <Facts
            facts={[
              { name: t.name, value: <span lang="zh-Hant-TW">{one.name}</span> },
              { name: t.relation, value: one.relation.label },
              { name: t.idNumber, value: <span className="number">{one.idNumber}</span> },
              { name: t.mobile, value: <span className="number">{one.mobile}</span> },
              { name: t.email, value: one.email },
            ]}
          />
          <p className="sign-line">
            <span>{t.sign}：</span>
            <span className="sign-space" />
            <span>
              {t.date}：{t.signHere}
            </span>
          </p>
        </section>
      ))}
      <section className="keep-together">
        <h3>{t.handIn}</h3>
        <ul className="tick-list">
          {t.documents.map((text) => (
            <li key={text}>☐ {text}</li>
          ))}
        </ul>
      </section>
      {consent && (
        <section className="sheet-consent" lang="zh-Hant-TW">
          <h3>{t.consentFull}</h3>
          {consent.text.split(/\n{2,}/).map((paragraph) => (
            <p key={paragraph} className="paragraph">
              {paragraph}
            </p>
          ))}
        </section>
      )}
    </article>
  );
}

function Qr({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .filter(Boolean)
    .join('');
  return (
    <svg className="sheet-qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
