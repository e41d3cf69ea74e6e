import { Inject, Injectable } from '@nestjs/common';
import { present } from '../../../domain/present.js';
import type { Holder, Outcome } from '../../../domain/binding/vocabulary.js';
import { inboxPage, type InboxPage } from '../../../projections/review-inbox/review-inbox-queries.js';
import type { CasePage } from '../../../projections/binding-case/case-list-cursor.js';
import { reviewedCases } from '../../../projections/binding-case/reviewed-case-queries.js';
import { DATABASE } from '../http/parts/tokens.js';
import type { Database } from '../../adapters/postgres/database.js';
import { validCursor } from '../http/input/cursor.js';
import { textOf, wrongQuery } from '../http/input/query.js';
import { CaseAccess } from './case-access.js';
import type { SignedIn } from '../../people/accounts/session-service.js';

const PAGE = 50;
/** What `status=` takes; `all` is whatever became of it. */
export const STATUSES = [
  'pending-review',
  'correction-requested',
  'approved',
  'rejected',
  'withdrawn',
  'expired',
  'all',
] as const;
const DIRECTORS: readonly Holder[] = ['director', 'administrator'];

/** What was sent to this reviewer: a teacher's class, a registrar's school, what came to the director. */
@Injectable()
export class ReviewedCases {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly access: CaseAccess,
  ) {}

  /** One page of the inbox. @throws HttpProblem invalid-body for a filter that does not exist */
  async inbox(session: SignedIn, query: Readonly<Record<string, unknown>>): Promise<InboxPage> {
    const status = statusOf(query) ?? 'pending-review';
    const after = textOf(query, 'cursor');
    const classIds = this.classes(session, textOf(query, 'class'));
    return validCursor('cursor', () =>
      inboxPage(this.db, {
        schoolId: session.schoolId,
        ...(classIds && { classIds }),
        ...(session.role === 'director' && { holders: DIRECTORS }),
        ...(status !== 'all' && { statuses: [status] }),
        ...present({ after }),
        limit: PAGE,
      }),
    );
  }

  /** The cases, each once, the newest first; with them the answers 無意參加, which the school has to know of. */
  async page(session: SignedIn, query: Readonly<Record<string, unknown>>, outcome?: Outcome): Promise<CasePage> {
    const after = textOf(query, 'cursor');
    const classIds = this.access.classesOf(session);
    return validCursor('cursor', () =>
      reviewedCases(this.db, {
        schoolId: session.schoolId,
        ...(classIds && { classIds }),
        ...(session.role === 'director' && { holders: DIRECTORS }),
        ...(outcome && { outcome }),
        ...present({ after }),
        limit: PAGE,
      }),
    );
  }

  private classes(session: SignedIn, wanted: string | undefined): readonly string[] | undefined {
    const own = this.access.classesOf(session);
    if (wanted === undefined) return own;
    return own === undefined || own.includes(wanted) ? [wanted] : [];
  }
}

function statusOf(query: Readonly<Record<string, unknown>>): (typeof STATUSES)[number] | undefined {
  const status = textOf(query, 'status');
  if (status === undefined) return undefined;
  const known = STATUSES.find((one) => one === status);
  if (!known) throw wrongQuery('status', 'not-in-list');
  return known;
}
