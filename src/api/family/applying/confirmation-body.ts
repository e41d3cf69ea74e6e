import { CountField, TickField } from '../../http/input/fields.js';

/** 填答送出: the tick 「資訊正確」 and the version of the data that was on the screen. */
export class ConfirmationBody {
  static readonly examples = { 資訊正確: { correct: true, shownVersion: 1 } };

  @TickField({ description: '資訊正確', example: true })
  readonly correct!: boolean;

  @CountField({ description: '`student.version` of the case as it was shown.', example: 1 })
  readonly shownVersion!: number;
}
