import { Injectable } from '@nestjs/common';
import { applicantIdOf } from '../../domain/binding/identifiers.js';
import type { SealedApplicant } from '../../domain/binding/events.js';
import { parseEmail } from '../../domain/identity/email.js';
import { parseIdNumber } from '../../domain/identity/id-number.js';
import { parseMobile } from '../../domain/identity/mobile.js';
import { parsePersonName } from '../../domain/identity/person-name.js';
import { bindingStream } from '../../workflows/names.js';
import { ApiParts } from '../http/api-parts.js';
import type { ApplicantBody } from './application-body.js';

/** Where readable personal data ends: from here on an applicant is sealed values and random references. */
@Injectable()
export class SealApplicants {
  constructor(private readonly parts: ApiParts) {}

  seal(
    applicants: readonly ApplicantBody[],
    requestId: string,
    commandId: string,
  ): Promise<readonly SealedApplicant[]> {
    return Promise.all(
      applicants.map((applicant, index) => this.sealOne(applicant, requestId, applicantIdOf(commandId, index))),
    );
  }

  private async sealOne(typed: ApplicantBody, requestId: string, applicantId: string): Promise<SealedApplicant> {
    const idNumber = understood(parseIdNumber(typed.idNumber));
    const email = understood(parseEmail(typed.email));
    const seal = (field: string, value: string): Promise<string> =>
      this.parts.personalData.seal(value, { stream: bindingStream(requestId), subject: applicantId, field });
    // One after the other: the first makes the key of a new person, the others use it.
    const name = await seal('name', understood(parsePersonName(typed.name)));
    return {
      applicantId,
      relation: typed.relation,
      personRef: await this.parts.references.personRefOf(idNumber),
      emailRef: await this.parts.references.emailRefOf(email),
      name,
      idNumber: await seal('idNumber', idNumber),
      mobile: await seal('mobile', understood(parseMobile(typed.mobile))),
      email: await seal('email', email),
    };
  }
}

/** The DTO has let nothing else through. */
function understood(value: string | null): string {
  if (value === null) throw new Error('a field that was checked cannot be read');
  return value;
}
