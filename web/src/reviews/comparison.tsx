/** 對照申請書: the values in full beside a box each, what was handed in, and the decision. */
import { useEffect, useState } from 'react';
import { Link, useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { answer, api } from '../api/client';
import { refresh, useRead } from '../api/queries';
import type { BindingCase } from '../api/shapes';
import { Facts } from '../parts/facts';
import { Notice } from '../parts/notice';
import { Act } from '../parts/submit';
import { Loaded } from '../shell/loaded';
import { Page } from '../shell/page';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { ComparedValues } from './compared-values';
import { comparisonWords } from './comparison-words';
import { EvidenceFiles } from './evidence-files';
import { useKeys } from './keys';
import { PaperForm } from './paper-form';
import { filtersOf, reviewTone, useInbox, useReviewedCase, type Comparison } from './review-data';
import './reviews.css';

export default function ComparisonPage() {
  const { bindingId = '', applicantId = '' } = useParams();
  return <ComparisonOf key={applicantId} bindingId={bindingId} applicantId={applicantId} />;
}

interface PlaceProps {
  readonly bindingId: string;
  readonly applicantId: string;
}

function ComparisonOf({ bindingId, applicantId }: PlaceProps) {
  const t = useWords(comparisonWords);
  const { search } = useLocation();
  const path = { bindingId, applicantId };
  const compared = useRead(
    ['comparison', applicantId],
    (options) =>
      answer(
        api.GET('/api/v1/reviews/{bindingId}/applicants/{applicantId}/comparison', { params: { path }, ...options }),
      ),
    { keep: false },
  );
  const request = useReviewedCase(bindingId);
  return (
    <Page title={t.comparison} wide above={<Link to={`/reviews${search}`}>{t.toInbox}</Link>}>
      <Neighbours applicantId={applicantId} />
      <Loaded read={compared}>
        {(comparison) => (
          <Loaded read={request}>{(shown) => <Compared comparison={comparison} request={shown} />}</Loaded>
        )}
      </Loaded>
    </Page>
  );
}

interface ComparedProps {
  readonly comparison: Comparison;
  readonly request: BindingCase;
}

/** What was decided on this page, just now. */
export type Decided = 'approved' | 'rejected' | 'corrected' | 'pending';

function Compared({ comparison, request }: ComparedProps) {
  const t = useWords(comparisonWords);
  const dates = useDates();
  const [decided, setDecided] = useState<Decided>();
  const applicant = request.applicants.find(({ id }) => id === comparison.applicantId);
  const { student, consent, sameAs } = comparison;
  const changed = applicant !== undefined && applicant.dossierRevision !== comparison.dossierRevision;
  const pending = applicant?.review.code === 'pending-review';
  const open = pending && decided === undefined && request.allowedActions.includes('approve');
  return (
    <>
      <div role="status" className="said">
        {decided && <Notice tone={decided === 'pending' ? 'others' : 'done'} title={t[decided]} />}
      </div>
      {!decided && !pending && applicant && (
        <Notice tone={reviewTone(applicant.review.code)} title={applicant.review.label} />
      )}
      {changed && !decided && pending && (
        <Notice tone="turn" title={t.changed}>
          <p>{t.changedText}</p>
          <Act onAct={() => void refresh('comparison', 'case')}>{t.comparison}</Act>
        </Notice>
      )}
      {sameAs.map(({ applicantId, by }) => (
        <Notice key={applicantId + by} tone="stopped" title={by === 'person' ? t.samePerson : t.sameEmail} />
      ))}
      <Facts
        facts={[
          {
            name: t.caseNumber,
            value: (
              <Link to={`/bindings/${request.id}`} className="number">
                {request.caseNumber}
              </Link>
            ),
          },
          {
            name: t.student,
            value: (
              <span className="no-autospace">
                {student.classId} <span lang="zh-Hant-TW">{student.name}</span>{' '}
                <span className="number">{student.number}</span>
              </span>
            ),
          },
          {
            name: t.consent,
            value: t.consentText(consent.textVersion, consent.method.label, dates.time(consent.at)),
          },
          ...(applicant?.dueAt ? [{ name: t.due, value: dates.time(applicant.dueAt) }] : []),
        ]}
      />
      <ComparedValues
        key={`${comparison.dossierRevision}`}
        comparison={comparison}
        revision={request.revision}
        open={open}
        onDecided={setDecided}
      />
      <EvidenceFiles comparison={comparison} />
      <PaperForm comparison={comparison} request={request} />
    </>
  );
}

/** The cases before and after this one in the list that the reader came from. */
function Neighbours({ applicantId }: { readonly applicantId: string }) {
  const t = useWords(comparisonWords);
  const [search] = useSearchParams();
  const { search: tail } = useLocation();
  const navigate = useNavigate();
  const inbox = useInbox(filtersOf(search), 1);
  const [{ previous, next }, setFound] = useState<{ readonly previous?: string; readonly next?: string }>({});
  const items = inbox.data?.items;
  useEffect(() => {
    const at = items?.findIndex((item) => item.applicantId === applicantId) ?? -1;
    // A case that was decided leaves the list; what stood beside it stays known.
    if (items === undefined || at < 0) return;
    const before = items[at - 1];
    const after = items[at + 1];
    setFound({
      ...(before && { previous: `/reviews/${before.bindingId}/${before.applicantId}${tail}` }),
      ...(after && { next: `/reviews/${after.bindingId}/${after.applicantId}${tail}` }),
    });
  }, [items, applicantId, tail]);
  useKeys({
    j: () => void (next !== undefined && navigate(next)),
    k: () => void (previous !== undefined && navigate(previous)),
  });
  if (previous === undefined && next === undefined) return null;
  return (
    <nav className="neighbours" aria-label={t.neighbours}>
      {previous !== undefined && (
        <Link to={previous} aria-keyshortcuts="k">
          {t.previous}
        </Link>
      )}
      {next !== undefined && (
        <Link to={next} aria-keyshortcuts="j">
          {t.next}
        </Link>
      )}
    </nav>
  );
}
