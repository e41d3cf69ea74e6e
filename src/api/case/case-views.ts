import { currentConsentText } from '../../../domain/consent/texts.js';
import { Inject, Injectable } from '@nestjs/common';
import type { CaseDocument } from '../../../projections/binding-case/case-document.js';
import { DATABASE, PERSONAL_DATA } from '../http/parts/tokens.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import { Roster } from '../../people/roster/roster.js';
import type { Language } from '../http/answers/language.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { BarredCases } from './barred-reviewers.js';
import { audienceOf } from './case-access.js';
import { caseView } from './case-view.js';
import type { CaseView } from './case-shape.js';
import { openCases } from './case-values.js';

const NOTHING: Awaited<ReturnType<BarredCases['of']>> = new Map();

/** Who asks for a page, and in which language. */
export interface CaseReader {
  readonly session: SignedIn;
  readonly language: Language;
}

/** Opens what a reader may see and lays it out. */
@Injectable()
export class CaseViews {
  private readonly barred: BarredCases;

  constructor(
    @Inject(DATABASE) db: Database,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
    private readonly roster: Roster,
  ) {
    this.barred = new BarredCases(db);
  }

  async show(document: CaseDocument, asking: CaseReader): Promise<CaseView> {
    const [page] = await this.showAll([document], asking);
    if (!page) throw new Error('a page for every case');
    return page;
  }

  async showAll(documents: readonly CaseDocument[], asking: CaseReader): Promise<readonly CaseView[]> {
    const { session, language } = asking;
    const [opened, barred] = await Promise.all([
      openCases(this.personalData, documents),
      session.staffId === undefined ? NOTHING : this.barred.of(session.staffId, documents),
    ]);
    return Promise.all(
      documents.map(async (document, i) => {
        const values = opened[i];
        if (!values) throw new Error('values for every case');
        const why = barred.get(document.requestId);
        const audience = audienceOf(document.state, session);
        const { version: textVersion } = currentConsentText();
        const reader = { role: session.role, textVersion, audience, language, ...(why && { barred: why }) };
        return caseView(document, values, reader, await this.rosterEntry(document));
      }),
    );
  }

  /** Only asked for while the parent is to confirm it. */
  private async rosterEntry({ state }: CaseDocument) {
    if (state.stage !== 'student-info') return undefined;
    return (await this.roster.studentView(state.studentId)) ?? undefined;
  }
}
