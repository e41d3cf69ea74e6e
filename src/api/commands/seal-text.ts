import { Injectable } from '@nestjs/common';
import type { Sealed } from '../../../domain/sealed.js';
import { bindingStream } from '../../../workflows/names.js';
import { ApiParts } from '../http/parts/api-parts.js';

/** Seals what a person typed, without the blanks around it, for one case and under the key of one person. */
@Injectable()
export class SealText {
  constructor(private readonly parts: ApiParts) {}

  /** @param field of the event, which is part of the seal: text of one field cannot be put into another. */
  seal(text: string, requestId: string, subject: string, field: string): Promise<Sealed> {
    return this.parts.personalData.seal(text.trim(), { stream: bindingStream(requestId), subject, field });
  }
}
