import { Inject, Injectable } from '@nestjs/common';
import { TYPED } from '../../../../domain/binding/events/fields.js';
import { sealingContext } from '../../../../domain/event-declaration/sealed-values.js';
import { PERSONAL_DATA, REFERENCES } from '../../http/parts/tokens.js';
import { applicantIdOf } from '../../../../domain/binding/identifiers.js';
import type { ChangedFields, SealedApplicant } from '../../../../domain/binding/events.js';
import { parseEmail } from '../../../../domain/identity/email.js';
import { parseIdNumber } from '../../../../domain/identity/id-number.js';
import { parseMobile } from '../../../../domain/identity/mobile.js';
import { parsePersonName } from '../../../../domain/identity/person-name.js';
import { bindingStream } from '../../../../workflows/names.js';
import type { PersonalDataService } from '../../../people/privacy/personal-data.js';
import type { References } from '../../../people/privacy/references.js';
import type { AmendmentBody, ApplicantBody } from './application-body.js';

const SEALED = { name: TYPED.name, idNumber: TYPED.idNumber, mobile: TYPED.mobile, email: TYPED.email } as const;

/** Where readable personal data ends: from here on an applicant is sealed values and random references. */
@Injectable()
export class SealApplicants {
  constructor(
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
    @Inject(REFERENCES) private readonly references: References,
  ) {}

  seal(
    applicants: readonly ApplicantBody[],
    requestId: string,
    commandId: string,
  ): Promise<readonly SealedApplicant[]> {
    return Promise.all(
      applicants.map((applicant, index) => this.sealOne(applicant, requestId, applicantIdOf(commandId, index))),
    );
  }

  /** What was typed anew, with the reference of a new ID number or address. */
  async sealChanged(typed: AmendmentBody, requestId: string, applicantId: string): Promise<ChangedFields> {
    const seal = this.sealFor(requestId, applicantId);
    const { references } = this;
    const name = typed.name === undefined ? undefined : understood(parsePersonName(typed.name));
    const idNumber = typed.idNumber === undefined ? undefined : understood(parseIdNumber(typed.idNumber));
    const mobile = typed.mobile === undefined ? undefined : understood(parseMobile(typed.mobile));
    const email = typed.email === undefined ? undefined : understood(parseEmail(typed.email));
    return {
      ...(typed.relation !== undefined && { relation: typed.relation }),
      ...(name !== undefined && { name: await seal('name', name) }),
      ...(idNumber !== undefined && {
        idNumber: await seal('idNumber', idNumber),
        personRef: await references.personRefOf(idNumber),
      }),
      ...(mobile !== undefined && { mobile: await seal('mobile', mobile) }),
      ...(email !== undefined && {
        email: await seal('email', email),
        emailRef: await references.emailRefOf(email),
      }),
    };
  }

  private async sealOne(typed: ApplicantBody, requestId: string, applicantId: string): Promise<SealedApplicant> {
    const idNumber = understood(parseIdNumber(typed.idNumber));
    const email = understood(parseEmail(typed.email));
    const seal = this.sealFor(requestId, applicantId);
    // One after the other: the first makes the key of a new person, the others use it.
    const name = await seal('name', understood(parsePersonName(typed.name)));
    return {
      applicantId,
      relation: typed.relation,
      personRef: await this.references.personRefOf(idNumber),
      emailRef: await this.references.emailRefOf(email),
      name,
      idNumber: await seal('idNumber', idNumber),
      mobile: await seal('mobile', understood(parseMobile(typed.mobile))),
      email: await seal('email', email),
    };
  }

  private sealFor(
    requestId: string,
    applicantId: string,
  ): (field: keyof typeof SEALED, value: string) => Promise<string> {
    const stream = bindingStream(requestId);
    return (field, value) => this.personalData.seal(value, sealingContext(SEALED[field], stream, { applicantId }));
  }
}

/** The DTO has let nothing else through. */
function understood(value: string | null): string {
  if (value === null) throw new Error('a field that was checked cannot be read');
  return value;
}
