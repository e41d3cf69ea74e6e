import { CORRECTABLE_FIELDS, type CorrectableField } from '../../../domain/binding/vocabulary.js';
import { EXAMPLE_APPLICANT } from '../http/docs/documentation-page.js';
import type { FieldError } from '../http/problems/field-problems.js';
import {
  ChoiceField,
  ChoicesField,
  CountField,
  IdField,
  ListField,
  TextField,
  TickField,
} from '../http/input/fields.js';

export const DECISIONS = ['approve', 'reject', 'request-correction'] as const;

/** One of several decisions; its further fields are those of the route of that decision. */
export class DecisionItem {
  @IdField({ description: '`bindingId` of the inbox.' })
  readonly bindingId!: string;

  @IdField({ description: '`applicantId` of the inbox.' })
  readonly applicantId!: string;

  @ChoiceField(DECISIONS, { example: 'approve' })
  readonly decision!: (typeof DECISIONS)[number];

  @CountField({ description: '`dossierRevision` of the comparison that was shown.', example: 4 })
  readonly dossierRevision!: number;

  @TickField({ optional: true, description: '已核對申請書. Needed to approve.' })
  readonly formChecked?: boolean;

  @ChoicesField(CORRECTABLE_FIELDS, { optional: true, description: 'Needed to request a correction.' })
  readonly fields?: readonly CorrectableField[];

  @TextField({ max: 64, optional: true, description: 'Needed to reject or to request a correction.' })
  readonly reasonCode?: string;

  @TextField({ max: 500, optional: true, description: 'What the parent should know.' })
  readonly note?: string;
}

export class DecisionsBody {
  static readonly examples = {
    通過: {
      decisions: [
        {
          bindingId: '1f0c6a9e-0000-5000-8000-000000000000',
          applicantId: EXAMPLE_APPLICANT,
          decision: 'approve',
          dossierRevision: 4,
          formChecked: true,
        },
      ],
    },
  };

  @ListField(() => DecisionItem, { max: 50, description: 'Each applicant once.' })
  readonly decisions!: readonly DecisionItem[];
}

type Field = 'formChecked' | 'fields' | 'reasonCode' | 'note';

const NEEDED: { readonly [D in DecisionItem['decision']]: readonly Field[] } = {
  approve: ['formChecked'],
  reject: ['reasonCode'],
  'request-correction': ['fields', 'reasonCode'],
};
const MAY: { readonly [D in DecisionItem['decision']]: readonly Field[] } = {
  approve: [],
  reject: ['note'],
  'request-correction': ['note'],
};
const FIELDS: readonly Field[] = ['formChecked', 'fields', 'reasonCode', 'note'];

/** What each decision needs beside its place, and nothing of the others; no applicant twice. */
export function wrongDecisions(decisions: readonly DecisionItem[]): readonly FieldError[] {
  const seen = new Set<string>();
  return decisions.flatMap((item, i) => {
    const applicant = item.applicantId;
    const twice: FieldError[] = seen.has(applicant)
      ? [{ pointer: `/decisions/${i}/applicantId`, code: 'not-in-list' }]
      : [];
    seen.add(applicant);
    return [
      ...twice,
      ...wrongFields(item).map(({ pointer, code }) => ({ pointer: `/decisions/${i}${pointer}`, code })),
    ];
  });
}

function wrongFields(item: DecisionItem): readonly FieldError[] {
  const [needed, may] = [NEEDED[item.decision], MAY[item.decision]];
  return FIELDS.flatMap((field): FieldError[] => {
    const given = item[field] !== undefined && item[field] !== '';
    if (needed.includes(field)) return given ? [] : [{ pointer: `/${field}`, code: 'required' }];
    return !given || may.includes(field) ? [] : [{ pointer: `/${field}`, code: 'unknown-field' }];
  });
}
