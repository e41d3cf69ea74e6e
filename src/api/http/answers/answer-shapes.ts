/** Shapes of answers for the documentation. What is sent in is described by the DTO classes. */
import type { OpenAPIObject } from '@nestjs/swagger';
import { HOLDERS, PERSON_ROLES } from '../../../../domain/binding/vocabulary.js';

export type SchemaObject = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const text = (example?: unknown, description?: string): SchemaObject => ({
  type: 'string',
  ...(example !== undefined && { example }),
  ...(description && { description }),
});
const id = (description?: string): SchemaObject => ({
  type: 'string',
  format: 'uuid',
  ...(description && { description }),
});
const whole = (example: number): SchemaObject => ({ type: 'integer', minimum: 0, example });
const list = (items: SchemaObject): SchemaObject => ({ type: 'array', items });
const ref = (name: string): SchemaObject => ({ $ref: `#/components/schemas/${name}` });
const orNull = (schema: SchemaObject): SchemaObject => ({
  anyOf: [schema, { type: 'null' } as unknown as SchemaObject],
});
const time: SchemaObject = { type: 'string', format: 'date-time', example: '2026-11-30T15:59:59.999Z' };
const shape = (properties: Record<string, SchemaObject>, optional: readonly string[] = []): SchemaObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const coded = (codes: readonly string[], label: string): SchemaObject => ({
  type: 'object',
  properties: { code: { type: 'string', enum: [...codes] }, label: text(label, 'In the language of the request.') },
  required: ['code', 'label'],
  additionalProperties: false,
});
const page = (items: SchemaObject): SchemaObject => shape({ items: list(items), nextCursor: orNull(text()) });

const bilingual = (example: string): SchemaObject => shape({ 'zh-TW': text(example), en: text() });
const problemText = { title: bilingual('申請資料已變更'), meaning: bilingual('…'), cure: bilingual('…') };

const holder = shape(
  {
    kind: {
      type: 'string',
      enum: ['parent', ...HOLDERS, 'system', 'nobody'],
    },
    label: text('導師'),
    classId: text('301'),
  },
  ['classId'],
);
const student = shape({ classId: text('301'), name: text('尹OO'), number: text('10630008') });
const review = coded(
  ['drafted', 'pending-review', 'correction-requested', 'approved', 'rejected', 'withdrawn', 'expired'],
  '待審核',
);
const relation = coded(
  ['father', 'mother', 'grandfather', 'grandmother', 'sibling', 'relative', 'foster-parent', 'social-worker', 'other'],
  '父親',
);
const account = coded(['none', 'creating', 'created', 'linked', 'activated', 'failed', 'abandoned'], '帳號已建立');
const pieceType: SchemaObject = { type: 'string', enum: ['application/pdf', 'image/jpeg', 'image/png'] };
const onePiece = { evidenceId: id(), type: pieceType, size: whole(182_400), at: time };
const hash = text(undefined, 'Hexadecimal, of the file as it is kept.');
const role = coded(PERSON_ROLES, '家長');
const reason = shape({ code: text('form-mismatch'), label: text(), meaning: text(), cure: text(), note: text() }, [
  'note',
]);
const correction = shape({
  fields: list(coded(['name', 'relation', 'idNumber', 'mobile', 'email', 'evidence'], '電子郵件')),
});
const actor = shape({ id: text(), role: text('parent'), actingFor: text() }, ['actingFor']);

const importCounts = shape({
  added: whole(2),
  changed: whole(1),
  unchanged: whole(640),
  ended: whole(0),
  conflicts: whole(0),
});
const importStatus: SchemaObject = {
  type: 'string',
  enum: ['reading', 'checked', 'applied', 'held', 'refused', 'failed'],
};
const importIssues = list(
  shape({
    file: text('students.csv'),
    row: orNull({ ...whole(2), description: 'As a spreadsheet counts: the header is row 1.' }),
    column: orNull(text('身分證統一編號', 'Text of the header.')),
    code: text('invalid-id-number'),
    detail: text(undefined, 'How to mend it, in the language of the request.'),
  }),
);

export const SCHEMAS = {
  RosterImportBegun: shape({ importId: id(), status: importStatus }),
  RosterImport: shape({
    importId: id(),
    status: importStatus,
    progress: shape({ done: whole(400), total: whole(643) }),
    files: list(
      shape({
        name: text('students.csv'),
        kind: orNull(text('students')),
        encoding: orNull(text('utf-8', 'utf-8, utf-8-bom or big5.')),
        rows: whole(643),
        counts: importCounts,
      }),
    ),
    counts: importCounts,
    errors: importIssues,
    warnings: importIssues,
    ending: list(shape({ studentNumber: text('10630008'), name: text('尹OO'), class: text('301') })),
    heldBecause: list(shape({ code: text('too-many-end'), count: whole(40), of: whole(643) })),
  }),
  RosterImports: page(
    shape({
      importId: id(),
      by: text('registrar', 'Account of who sent it.'),
      at: time,
      file: text('roster.zip'),
      counts: orNull(importCounts),
      status: importStatus,
    }),
  ),
  Problem: shape(
    {
      type: text('/api/v1/problems/dossier-changed', 'The page of the code.'),
      title: text('申請資料已變更'),
      status: whole(409),
      detail: text(undefined, 'What it means and what to do, in the language of the request.'),
      code: text('dossier-changed'),
      instance: text('urn:uuid:7d9f3c1e-5a40-4f0c-9d8a-5d0a7a2b6c11', 'Id of this request.'),
      commandId: id('Of a decision whose outcome is not known: look at GET /api/v1/reviews/decisions/{commandId}.'),
      errors: list(
        shape({ pointer: text('/applicants/0/idNumber', 'RFC 6901'), code: text('invalid-id-number'), detail: text() }),
      ),
    },
    ['commandId', 'errors'],
  ),
  ProblemPage: shape({ code: text('dossier-changed'), status: whole(409), ...problemText }),
  Session: shape({
    account: text('P10630008'),
    kind: { type: 'string', enum: ['parent', 'staff'] },
    role,
    roles: list(role),
    schoolId: text('T99'),
    mustChangePassword: { type: 'boolean' },
  }),
  WhoAmI: { anyOf: [{ $ref: '#/components/schemas/Session' }, shape({ account: { type: 'null' } })] },
  Districts: page(shape({ code: text('songshan'), name: text('松山區') })),
  Schools: page(shape({ schoolId: text('T99'), name: text('測試國中1'), telephone: text('02-0000-0099') })),
  ConsentText: shape({
    version: text('2020-08-20-r1'),
    text: text(undefined, 'The whole text; paragraphs are parted by an empty line.'),
    sha256: text(undefined, 'Of the UTF-8 text, lower-case hexadecimal.'),
    current: { type: 'boolean' },
  }),
  ReasonCodes: shape({
    items: list(
      shape({
        code: text('form-mismatch'),
        for: list({ type: 'string', enum: ['rejection', 'correction'] }),
        noteRequired: { type: 'boolean' },
        label: bilingual('與申請書不符'),
        meaning: bilingual('…'),
        cure: bilingual('…'),
      }),
    ),
    nextCursor: { type: 'null' } as unknown as SchemaObject,
  }),
  Accepted: shape({ commandId: id(), status: { type: 'string', enum: ['accepted'] }, revision: whole(2) }),
  BindingCase: shape(
    {
      id: id(),
      caseNumber: text('T99-7F3K9Q2M'),
      student: shape({ classId: text('301'), name: text('尹OO'), number: text('10630008'), version: whole(1) }),
      stage: coded(['student-info', 'consent', 'application', 'signature', 'review', 'closed'], '確認學生相關資訊'),
      outcome: orNull(coded(['completed', 'rejected', 'expired', 'withdrawn', 'refused', 'student-left'], '已完成')),
      cards: shape({
        studentInfo: coded(['unconfirmed', 'confirmed', 'disputed'], '未確認'),
        account: coded(
          ['not-set', 'filled-in', 'correction-requested', 'creating', 'created', 'activated', 'not-joining'],
          '未設定',
        ),
        application: coded(['not-sent', 'sent', 'in-review', 'completed', 'expired', 'withdrawn'], '未送出'),
      }),
      applicants: list(
        shape(
          {
            id: id(),
            name: text('王大明'),
            relation,
            idNumber: text('A1********'),
            mobile: text('0912***678'),
            email: text('t***@example.org'),
            review,
            account,
            dossierRevision: whole(4),
            holder,
            dueAt: orNull(time),
            reason,
            correction,
          },
          ['reason', 'correction'],
        ),
      ),
      dispute: shape({ note: text(), answer: text() }, ['answer']),
      holder,
      dueAt: orNull(time),
      nextSteps: list(text('請閱讀同意書…')),
      allowedActions: list(text('answer-consent')),
      history: list(shape({ at: time, text: text('已開始親子綁定申請。') })),
      revision: whole(1),
    },
    ['dispute'],
  ),
  EmailCodeSent: shape({ sentTo: text('t***@example.org'), expiresAt: time }),
  ApplicationForm: shape({
    caseNumber: text('T99-7F3K9Q2M'),
    school: shape({ schoolId: text('T99'), name: text('測試國中1') }),
    student,
    consent: orNull(
      shape({
        textVersion: text('2020-08-20-r1'),
        method: coded(['online', 'paper'], '線上'),
        at: time,
        text: text(undefined, 'The whole text.'),
      }),
    ),
    applicants: list(
      shape({
        id: id(),
        name: text('王大明'),
        relation,
        idNumber: text('A111111113'),
        mobile: text('0912345678'),
        email: text('tpservice@example.org'),
      }),
    ),
    lines: list(text('親子綁定帳號申請書')),
  }),
  BindingCases: page(ref('BindingCase')),
  InboxPage: page(
    shape({
      bindingId: id(),
      applicantId: id(),
      caseNumber: text('T99-7F3K9Q2M'),
      student,
      applicant: shape({ name: text('王大明'), relation }),
      review,
      holder,
      dueAt: orNull(time),
      sentAt: time,
      dossierRevision: whole(4),
    }),
  ),
  Comparison: shape({
    bindingId: id(),
    applicantId: id(),
    dossierRevision: whole(4),
    student,
    applicant: shape({
      name: text('王大明'),
      relation,
      idNumber: text('A111111113'),
      mobile: text('0912345678'),
      email: text('tpservice@example.org'),
    }),
    consent: shape({ textVersion: text('2020-08-20-r1'), method: coded(['online', 'paper'], '線上'), at: time }),
    evidence: list(shape(onePiece)),
    paperForm: orNull(
      shape({
        documents: list(coded(['application-form', 'id-card', 'household-register', 'other'], '申請書')),
        at: time,
      }),
    ),
  }),
  AddedEvidence: shape({ evidenceId: id(), type: pieceType, size: whole(182_400), sha256: hash }),
  EvidenceList: page(shape({ ...onePiece, sha256: hash })),
  Outcome: shape(
    {
      commandId: id(),
      status: { type: 'string', enum: ['accepted', 'refused', 'pending'] },
      code: text('dossier-changed', 'Only when refused; not-found only among several decisions.'),
      revision: whole(6),
    },
    ['code', 'revision'],
  ),
  Outcomes: shape({ results: list(ref('Outcome')) }),
  AuditEvents: page(
    shape({
      stream: text('bindingRequest-1f0c…'),
      revision: whole(0),
      id: id(),
      type: text('BindingRequestOpened'),
      at: time,
      actor,
      channel: text('online'),
      data: { type: 'object', description: 'Sealed values are masked.' },
      commandId: id(),
      correlationId: id(),
      causationId: id(),
      chain: text(undefined, 'sha256 over the content and the chain of the event before.'),
      schemaVersion: whole(1),
    }),
  ),
  StoredEvents: page(
    shape({
      stream: text('bindingRequest-1f0c…'),
      revision: whole(0),
      id: id(),
      type: text('BindingRequestOpened'),
      data: { type: 'object', description: 'As in the log, sealed values sealed.' },
      metadata: { type: 'object', description: 'As in the log, with `chain`.' },
    }),
  ),
  AuditState: shape({ asOf: shape({ revision: whole(3), at: time }), state: ref('BindingCase') }),
  Live: shape({ status: { type: 'string', enum: ['ok'] } }),
  Readiness: shape({
    status: { type: 'string', enum: ['ready', 'not-ready'] },
    parts: list(
      shape(
        { name: text('temporal'), status: { type: 'string', enum: ['ok', 'impaired', 'failing'] }, detail: text() },
        ['detail'],
      ),
    ),
  }),
} as const satisfies Readonly<Record<string, SchemaObject>>;

export type SchemaName = keyof typeof SCHEMAS;
