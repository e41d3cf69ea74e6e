/** What the answers so far have told: later requests speak of it. */
import type { Reply } from '../../../http/person.js';

export type Kind = 'binding' | 'applicant' | 'evidence' | 'command' | 'cursor' | 'etag' | 'key' | 'district' | 'actor';

/** A call that may be repeated, and what it was answered. */
export interface Told {
  readonly who: string;
  readonly method: string;
  readonly url: string;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  readonly answer: string;
}

const MOST = 200;

export class Memory {
  readonly told: Told[] = [];
  /** Of applicants, as last shown. */
  readonly dossierRevisions = new Map<string, number>();
  /** The applicants of the case or inbox item that was shown last, with their dossierRevision. */
  shown: ReadonlyMap<string, number> = new Map();
  private readonly cases = new Map<string, string>();
  private readonly seen = new Map<Kind, string[]>();
  private version = 1;

  pick(kind: Kind, n: number): string | undefined {
    const known = this.seen.get(kind) ?? [];
    // The newest are asked for most: that is where something goes on.
    return known[known.length - 1 - (n % known.length)];
  }

  caseOf(applicantId: string): string | undefined {
    return this.cases.get(applicantId);
  }

  get shownVersion(): number {
    return this.version;
  }

  remember(kind: Kind, value: unknown): void {
    if (typeof value !== 'string' || value === '') return;
    const known = (this.seen.get(kind) ?? []).filter((one) => one !== value);
    this.seen.set(kind, [...known, value].slice(-MOST));
  }

  learn({ body, headers }: Reply): void {
    this.remember('etag', headers.get('etag'));
    this.walk(body);
  }

  private walk(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) return value.slice(0, 20).forEach((one) => this.walk(one));
    const found = value as Readonly<Record<string, unknown>>;
    if ('caseNumber' in found && 'stage' in found) this.caseShown(found);
    if ('bindingId' in found && 'applicantId' in found)
      this.cases.set(String(found['applicantId']), String(found['bindingId']));
    if ('dossierRevision' in found) this.dossier(found['id'] ?? found['applicantId'], found['dossierRevision']);
    this.remember('binding', found['bindingId']);
    this.remember('evidence', found['evidenceId']);
    this.remember('command', found['commandId']);
    this.remember('cursor', found['nextCursor']);
    if ('version' in found && 'classId' in found) this.version = Number(found['version']);
    for (const inner of Object.values(found)) this.walk(inner);
  }

  private caseShown({ id, applicants }: Readonly<Record<string, unknown>>): void {
    this.remember('binding', id);
    if (!Array.isArray(applicants)) return;
    const shown = applicants as readonly { id: string; dossierRevision: number }[];
    for (const one of shown) this.cases.set(one.id, String(id));
    this.shown = new Map(shown.map((one) => [one.id, one.dossierRevision]));
  }

  private dossier(applicantId: unknown, revision: unknown): void {
    this.remember('applicant', applicantId);
    // Set anew, so that the last ones are the last ones.
    this.dossierRevisions.delete(String(applicantId));
    if (typeof applicantId === 'string') this.dossierRevisions.set(applicantId, Number(revision));
  }
}
