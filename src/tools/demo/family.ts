import { demoParentAccount, demoPupils, type DemoApplicant } from '../../people/demo-data/demo-data.js';
import { Visitor } from './visitor.js';

interface Coded {
  readonly code: string;
  readonly label: string;
}

/** The parts of the case page that the story looks at. */
export interface CasePage {
  readonly id: string;
  readonly caseNumber: string;
  readonly stage: Coded;
  readonly outcome: Coded | null;
  readonly student: { readonly name: string; readonly version: number };
  readonly cards: { readonly studentInfo: Coded; readonly account: Coded; readonly application: Coded };
  readonly applicants: readonly {
    readonly id: string;
    readonly name: string;
    readonly review: Coded;
    readonly account: Coded;
    readonly dossierRevision: number;
  }[];
  readonly holder: { readonly kind: string; readonly label: string };
  readonly revision: number;
}

export const NEW_PASSWORD = 'seven-green-umbrellas';

/** A parent at the pupil's parent login, step by step through the guide. */
export class Family {
  private requestId = '';

  private constructor(readonly visitor: Visitor) {}

  /** Guide, step 1: the first password is the pupil's ID number, and it must be changed. `password` for a later visit. */
  static async signIn(address: string, pupilNumber: string, password?: string): Promise<Family> {
    const pupil = demoPupils.find(({ number }) => number === pupilNumber);
    if (!pupil) throw new Error(`no pupil of the demo data has the number ${pupilNumber}`);
    const visitor = new Visitor(address);
    const currentPassword = password ?? pupil.idNumber;
    const who = { schoolId: pupil.schoolId, account: demoParentAccount(pupil), password: currentPassword };
    const { mustChangePassword } = await visitor.insist<{ mustChangePassword: boolean }>('POST', '/session', who);
    if (mustChangePassword) {
      await visitor.insist('PUT', '/session/password', { currentPassword, newPassword: NEW_PASSWORD });
    }
    return new Family(visitor);
  }

  get id(): string {
    return this.requestId;
  }

  async open(): Promise<CasePage> {
    const page = await this.visitor.insist<CasePage>('POST', '/bindings', {});
    this.requestId = page.id;
    return page;
  }

  page(): Promise<CasePage> {
    return this.visitor.get(`/bindings/${this.requestId}`);
  }

  /** 填答送出 */
  async confirmStudentInfo(shownVersion: number): Promise<void> {
    await this.write('POST', '/student-info/confirmation', { correct: true, shownVersion });
  }

  /** 本人同意, 申辦帳號 */
  async consent(): Promise<string> {
    const { version } = await this.visitor.get<{ version: string }>('/consent-texts/current');
    await this.write('POST', '/consent', { decision: 'agree', intent: 'apply', textVersion: version });
    return version;
  }

  /** 確認送出 */
  async apply(mode: 'one-parent' | 'two-parents', applicants: readonly DemoApplicant[]): Promise<CasePage> {
    const body = {
      mode,
      applicants: applicants.map(({ pupils: _pupils, ...typed }) => typed),
    };
    const { revision } = await this.write('PUT', '/application', body);
    return this.visitor.get(`/bindings/${this.requestId}?min_revision=${revision}`);
  }

  /** 送出申請 */
  async signAndSend(page: CasePage): Promise<void> {
    const dossierRevisions = Object.fromEntries(
      page.applicants.map(({ id, dossierRevision }) => [id, dossierRevision]),
    );
    await this.write('POST', '/submission', { dossierRevisions });
  }

  /** 修正 while 待審核 */
  async recall(applicantId: string): Promise<void> {
    await this.write('POST', '/recall', { applicantIds: [applicantId] });
  }

  /** What changes of one applicant; the page as it is after that. */
  async amend(applicantId: string, changed: Partial<Omit<DemoApplicant, 'pupils'>>): Promise<CasePage> {
    const { revision } = await this.write('PATCH', `/applicants/${applicantId}`, changed);
    return this.visitor.get(`/bindings/${this.requestId}?min_revision=${revision}`);
  }

  /** Has a code sent to the applicant's address. */
  async askForProof(applicantId: string): Promise<void> {
    await this.visitor.insist('POST', `/bindings/${this.requestId}/applicants/${applicantId}/email-proof`, {});
  }

  async prove(applicantId: string, code: string): Promise<void> {
    await this.write('PUT', `/applicants/${applicantId}/email-proof`, { code });
  }

  private write(method: string, path: string, body: unknown): Promise<{ revision: number }> {
    return this.visitor.insist(method, `/bindings/${this.requestId}${path}`, body);
  }
}
