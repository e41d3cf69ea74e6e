import { Inject, Injectable } from '@nestjs/common';
import type { SealedField } from '../../../domain/event-declaration/fields.js';
import { sealingContext } from '../../../domain/event-declaration/sealed-values.js';
import { PERSONAL_DATA } from '../http/parts/tokens.js';
import type { Sealed } from '../../../domain/sealed.js';
import { bindingStream } from '../../../workflows/names.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';

/** Seals what a person typed, without the blanks around it, for one case and under the key of one person. */
@Injectable()
export class SealText {
  constructor(@Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService) {}

  /**
   * @param field of the event, which is part of the seal: text of one field cannot be put into another.
   * @param ids at least the one that the field names as its subject
   */
  seal<S extends string>(
    text: string,
    field: SealedField<S>,
    ids: Readonly<Record<NoInfer<S>, string>> & { readonly requestId: string },
  ): Promise<Sealed> {
    return this.personalData.seal(text.trim(), sealingContext(field, bindingStream(ids.requestId), ids));
  }
}
