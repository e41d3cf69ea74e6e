/** 請選擇學校 */
import { Link, useParams } from 'react-router';
import { Loaded } from '../shell/loaded';
import { Page } from '../shell/page';
import { useWords } from '../words/words';
import { DoorLinks } from './door-links';
import { useDistricts, useSchools } from './schools-data';
import { useWayBack } from './way-back';
import { words } from './words';
import './door.css';

export default function Schools() {
  const t = useWords(words);
  const back = useWayBack();
  const { code = '' } = useParams();
  const schools = useSchools(code);
  const district = useDistricts().data?.find((one) => one.code === code)?.name;
  return (
    <Page title={t.schools} above={<DoorLinks />} lead={district && <p lang="zh-Hant-TW">{district}</p>} wide>
      <Loaded read={schools}>
        {({ items }) => (
          <ul className="tiles schools" lang="zh-Hant-TW">
            {items.length === 0 && <li className="small">{t.noSchools}</li>}
            {items.map(({ schoolId, name }) => (
              <li key={schoolId}>
                <Link to={`/sign-in/${schoolId}`} state={back} className="tile">
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  );
}
