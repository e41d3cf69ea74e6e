import { CountField, TickField } from '../http/input/fields.js';

/** 通過: on exactly the dossier that was on the screen. */
export class ApprovalBody {
  static readonly examples = { 已核對申請書: { dossierRevision: 4, formChecked: true } };

  @CountField({ description: '`dossierRevision` of the comparison that was shown.', example: 4 })
  readonly dossierRevision!: number;

  @TickField({ description: '已核對申請書', example: true })
  readonly formChecked!: boolean;
}
