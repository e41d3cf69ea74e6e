/** 選擇行政區: the first page. */
import { useState } from 'react';
import { Link } from 'react-router';
import { deskOf, useSession } from '../shell/session';
import { Loaded } from '../shell/loaded';
import { Page } from '../shell/page';
import { useWords } from '../words/words';
import { DoorLinks } from './door-links';
import { useAllSchools, useDistricts } from './schools-data';
import { useWayBack } from './way-back';
import { words } from './words';
import './door.css';

export default function Districts() {
  const t = useWords(words);
  const back = useWayBack();
  const districts = useDistricts();
  const { session } = useSession();
  return (
    <Page title={t.districts} above={<DoorLinks toDistricts={false} />} lead={<p>{t.districtsLead}</p>} wide>
      {session && (
        <p>
          {t.signedInAs(session.account)} <Link to={deskOf(session.role.code)}>{t.goOn}</Link>
        </p>
      )}
      <FindSchool />
      <Loaded read={districts}>
        {(items) => (
          <nav aria-label={t.districtList}>
            <ul className="tiles" lang="zh-Hant-TW">
              {items.map(({ code, name }) => (
                <li key={code}>
                  <Link to={`/districts/${code}`} state={back} className="tile">
                    {name}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </Loaded>
      <p>
        <Link to="/sign-in" state={back}>
          {t.signInWithoutSchool}
        </Link>
      </p>
    </Page>
  );
}

const MOST_FOUND = 12;

function FindSchool() {
  const t = useWords(words);
  const back = useWayBack();
  const schools = useAllSchools();
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().replaceAll('台', '臺');
  const found = wanted === '' ? [] : (schools.data?.items ?? []).filter(({ name }) => name.includes(wanted));
  return (
    <search className="find-school">
      <div className="field">
        <label htmlFor="find-school">{t.findSchool}</label>
        <div className="help" id="find-school-help">
          {t.findHelp}
        </div>
        <input
          id="find-school"
          type="search"
          className="width-name"
          autoComplete="off"
          aria-describedby="find-school-help"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <p role="status" className="small">
        {wanted !== '' && schools.data && t.foundSchools(found.length)}
      </p>
      {found.length > 0 && (
        <ul className="tiles" lang="zh-Hant-TW">
          {found.slice(0, MOST_FOUND).map(({ schoolId, name, district }) => (
            <li key={schoolId}>
              <Link to={`/sign-in/${schoolId}`} state={back} className="tile">
                {name}
                <span className="small" aria-hidden="true">
                  {district}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </search>
  );
}
