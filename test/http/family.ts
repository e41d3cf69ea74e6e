/** A family on its way through the guide: each step over HTTP, each answer checked on the way. */
import { expect } from '@jest/globals';
import type { Json, Person, Reply } from './person.js';

export const FATHER = {
  name: '王大明',
  relation: 'father',
  idNumber: 'A111111113',
  mobile: '0912345678',
  email: 'tpservice@example.org',
};
export const MOTHER = {
  name: '尹麗華',
  relation: 'mother',
  idNumber: 'F200000035',
  mobile: '0922333444',
  email: 'lihua@example.org',
};
export const OTHER_FATHER = {
  name: '王建民',
  relation: 'father',
  idNumber: 'S103929197',
  mobile: '0933222111',
  email: 'chienmin@example.org',
};

export const CONSENT = { decision: 'agree', intent: 'apply', textVersion: '2020-08-20-r1' };

export class Family {
  id = '';
  revision = -1;

  constructor(readonly parent: Person) {}

  get path(): string {
    return `/api/v1/bindings/${this.id}`;
  }

  async opens(): Promise<Json> {
    const { status, body } = await this.parent.post('/api/v1/bindings');
    expect([200, 201]).toContain(status);
    this.id = body['id'] as string;
    this.revision = body['revision'] as number;
    return body;
  }

  async confirms(): Promise<void> {
    const { student } = await this.sees();
    this.took(
      await this.parent.post(`${this.path}/student-info/confirmation`, {
        correct: true,
        shownVersion: student!['version'],
      }),
    );
  }

  async disputes(note: string): Promise<void> {
    this.took(await this.parent.post(`${this.path}/student-info/dispute`, { note }));
  }

  async consents(): Promise<void> {
    this.took(await this.parent.post(`${this.path}/consent`, CONSENT));
  }

  async applies(...applicants: readonly object[]): Promise<void> {
    const mode = applicants.length === 2 ? 'two-parents' : 'one-parent';
    this.took(await this.parent.put(`${this.path}/application`, { mode, applicants }));
  }

  async sends(): Promise<void> {
    this.took(await this.parent.post(`${this.path}/submission`, { dossierRevisions: await this.dossierRevisions() }));
  }

  /** Every step from the opening to 送出申請. */
  async goesAllTheWay(...applicants: readonly object[]): Promise<Json> {
    await this.opens();
    await this.confirms();
    await this.consents();
    await this.applies(...applicants);
    await this.sends();
    return this.sees();
  }

  /** The case page, as it stands after the last step; on a busy machine the read model may need another second. */
  sees(): Promise<Json> {
    return this.seesAtLast(() => true);
  }

  /** The case page, once it is as awaited. */
  async seesAtLast(asAwaited: (page: Json) => boolean): Promise<Json> {
    const end = Date.now() + 15_000;
    for (;;) {
      const { status, body, headers } = await this.parent.get(`${this.path}?min_revision=${this.revision}`);
      expect(status).toBe(200);
      if (!headers.has('stale') && asAwaited(body)) return body;
      if (Date.now() > end) throw new Error(`the page never came to be as awaited: ${JSON.stringify(body['cards'])}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  async dossierRevisions(): Promise<Record<string, number>> {
    const { applicants } = await this.sees();
    return Object.fromEntries([...applicants!].map((one) => [one['id'] as string, one['dossierRevision'] as number]));
  }

  private took({ status, body, headers }: Reply): void {
    expect([status, body['status']]).toEqual([200, 'accepted']);
    expect(headers.get('etag')).toBe(`"${body['revision'] as number}"`);
    this.revision = body['revision'] as number;
  }
}

/** A reviewer decides on exactly what the comparison shows. */
export async function decides(
  reviewer: Person,
  binding: string,
  applicant: string,
  decision: 'approval' | 'rejection',
  more: object,
): Promise<Reply> {
  const path = `/api/v1/reviews/${binding}/applicants/${applicant}`;
  const compared = await reviewer.get(`${path}/comparison`);
  expect(compared.status).toBe(200);
  return reviewer.post(`${path}/${decision}`, { dossierRevision: compared.body['dossierRevision'], ...more });
}

/** Types of the events of a case, as an auditor reads them. */
export async function typesOf(auditor: Person, { id }: Family): Promise<readonly string[]> {
  const { body } = await auditor.get(`/api/v1/audit/bindings/${id}/events`);
  return [...body['items']!].map(({ type }) => type as unknown as string);
}

/** Types of the events that appeared in a case while `act` ran. */
export async function appendedMeanwhile(
  auditor: Person,
  family: Family,
  act: () => Promise<void>,
): Promise<readonly string[]> {
  const before = await typesOf(auditor, family);
  await act();
  return (await typesOf(auditor, family)).slice(before.length);
}
