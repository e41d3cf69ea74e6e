/** 學籍名冊: a dry run, its result, 確認匯入; conflicts, past imports, the export. */
import { useSearchParams } from 'react-router';
import { useWords } from '../words/words';
import { OfficePage } from './office-page';
import { PastImports } from './past-imports';
import { RosterConflicts } from './roster-conflicts';
import { RosterUpload } from './roster-upload';
import { rosterWords } from './roster-words';

export default function Roster() {
  const t = useWords(rosterWords);
  const [search, setSearch] = useSearchParams();
  return (
    <OfficePage title={t.roster} lead={<p>{t.lead}</p>}>
      <RosterUpload
        importId={search.get('import') ?? undefined}
        onImport={(id) => setSearch({ import: id }, { replace: true })}
      />
      <RosterConflicts />
      <PastImports />
      <section className="card" aria-labelledby="export">
        <h2 id="export">{t.export}</h2>
        <p>{t.exportText}</p>
        <p className="two-buttons">
          <a href="/api/v1/roster/export?format=csv" download className="button" aria-describedby="csv">
            {t.export}
          </a>
          <span id="csv" className="visually-hidden">
            {t.exportCsv}
          </span>
          <a href="/api/v1/roster/export?format=oneroster" download className="button">
            {t.exportOneRoster}
          </a>
        </p>
      </section>
    </OfficePage>
  );
}
