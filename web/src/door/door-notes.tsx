/** What the guide's sign-in page says beside the form: 說明, 注意事項, 服務資訊, 操作說明. */
import { Link } from 'react-router';
import type { School } from '../api/shapes';
import { Facts } from '../parts/facts';
import { useWords } from '../words/words';
import type { Vendor } from './schools-data';
import type { Visitor } from './sign-in-tabs';
import { words } from './words';

interface NotesProps {
  readonly visitor: Visitor;
  readonly schoolId: string | undefined;
  readonly school: School | undefined;
  readonly vendor: Vendor | undefined;
}

export function DoorNotes({ visitor, schoolId, school, vendor }: NotesProps) {
  const t = useWords(words);
  return (
    <div className="door-notes">
      <section>
        <h2>{t.explanation}</h2>
        <Explanation visitor={visitor} />
      </section>
      <section>
        <h2>{t.notes}</h2>
        <ul>
          <li>{t.changeLater}</li>
        </ul>
      </section>
      {schoolId !== undefined && (
        <section>
          <h2>{t.service}</h2>
          <p>{t.serviceHelp}</p>
          <Facts
            facts={[
              { name: t.school, value: <span lang="zh-Hant-TW">{school?.name ?? schoolId}</span> },
              { name: t.telephone, value: <Telephone number={school?.telephone} /> },
            ]}
          />
          {vendor && (
            <Facts
              facts={[
                { name: t.vendor, value: <span lang="zh-Hant-TW">{vendor.name}</span> },
                { name: t.telephone, value: <Telephone number={vendor.telephone} /> },
              ]}
            />
          )}
        </section>
      )}
      <section>
        <h2>{t.manual}</h2>
        <ol>
          <li>{t.manual1}</li>
          <li>{t.manual2}</li>
          <li>{t.manual3}</li>
          {[t.manual4, t.manual5, t.manual6].map((text) => (
            <li key={text}>
              {text}
              <Link to="/help">{t.lesson}</Link>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function Explanation({ visitor }: { readonly visitor: Visitor }) {
  const t = useWords(words);
  if (visitor === 'staff') return <p>{t.staffAccount}</p>;
  if (visitor === 'parents') {
    return (
      <ul>
        <li>{t.parentAccount}</li>
        <li>{t.parentHasOne}</li>
      </ul>
    );
  }
  return (
    <ul>
      <li>{t.pupilAccount}</li>
      <li>{t.pupilPassword}</li>
    </ul>
  );
}

function Telephone({ number }: { readonly number: string | undefined }) {
  const t = useWords(words);
  if (!number) return <>{t.noTelephone}</>;
  return (
    <a className="no-autospace" href={`tel:${number}`}>
      {number}
    </a>
  );
}

export function ForgotLinks() {
  const t = useWords(words);
  return (
    <p className="forgot-links">
      <Link to="/forgotten/student">{t.pupilForgot}</Link>
      <Link to="/forgotten/parent">{t.parentForgot}</Link>
      <Link to="/forgotten/staff">{t.staffForgot}</Link>
    </p>
  );
}
