/** 註冊組: the parts of the office, each a link of its own name. */
import { Link } from 'react-router';
import { Page } from '../shell/page';
import { useSignedIn } from '../shell/session';
import { useWords } from '../words/words';
import { words } from './words';
import './office.css';

export default function Office() {
  const t = useWords(words);
  const { role } = useSignedIn();
  const parts = [
    { to: '/reviews', name: t.reviews, text: t.reviewsText, director: true },
    { to: '/office/roster', name: t.roster, text: t.rosterText },
    { to: '/office/students', name: t.students, text: t.studentsText },
    { to: '/office/counter', name: t.counter, text: t.counterText },
    { to: '/office/disputes', name: t.disputes, text: t.disputesText, director: true },
    { to: '/office/overdue', name: t.overdue, text: t.overdueText, director: true },
    { to: '/office/resets', name: t.resets, text: t.resetsText },
    { to: '/office/substitutes', name: t.substitutes, text: t.substitutesText },
    { to: '/office/binding-rate', name: t.rate, text: t.rateText, director: true },
    { to: '/office/letters', name: t.letters, text: t.lettersText },
  ];
  const seen = parts.filter(({ director }) => role.code === 'registrar' || director);
  return (
    <Page title={t.office} wide>
      <nav aria-label={t.parts}>
        <ul className="office-parts">
          {seen.map(({ to, name, text }) => (
            <li key={to}>
              <div className="card">
                <Link to={to}>{name}</Link>
                <p className="small">{text}</p>
              </div>
            </li>
          ))}
        </ul>
      </nav>
    </Page>
  );
}
