import { Inject, Injectable } from '@nestjs/common';
import { PERSONAL_DATA } from '../http/parts/tokens.js';
import type { Sealed } from '../../../domain/sealed.js';
import { bindingStream } from '../../../workflows/names.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';

/** Seals what a person typed, without the blanks around it, for one case and under the key of one person. */
@Injectable()
export class SealText {
  constructor(@Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService) {}

  /** @param field of the event, which is part of the seal: text of one field cannot be put into another. */
  seal(text: string, requestId: string, subject: string, field: string): Promise<Sealed> {
    return this.personalData.seal(text.trim(), { stream: bindingStream(requestId), subject, field });
  }
}
