import { Link } from 'react-router';
import { useWords } from '../words/words';
import { useWayBack } from './way-back';
import { words } from './words';

const SITES = [
  ['education', 'https://www.doe.gov.taipei/'],
  ['career', 'https://career.cpshs.hcc.edu.tw/'],
  ['twelveYears', 'https://12basic.edu.tw/'],
  ['ways', 'https://adapt.k12ea.gov.tw/'],
  ['expo', 'https://www.doe.gov.taipei/cp.aspx?n=expo'],
] as const;

/** The links above the guide's first pages. */
export function DoorLinks({ toDistricts = true }: { readonly toDistricts?: boolean }) {
  const t = useWords(words);
  const back = useWayBack();
  return (
    <nav className="door-links" aria-label={t.links}>
      {toDistricts && (
        <Link to="/" state={back} className="to-districts">
          {t.toDistricts}
        </Link>
      )}
      {SITES.map(([name, address]) => (
        <a key={name} href={address} rel="noopener">
          {t[name]}
        </a>
      ))}
    </nav>
  );
}
