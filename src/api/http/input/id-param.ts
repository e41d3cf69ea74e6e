import { Param, type PipeTransform } from '@nestjs/common';

/** A UUID in an address may be in upper case; ours are in lower case. It may also be no UUID at all. */
const LOWER_CASE: PipeTransform<string, string> = { transform: (id) => id.toLowerCase() };

/** The parameter of an address that names one of our ids, in lower case. */
export function Id(name: string): ParameterDecorator {
  return Param(name, LOWER_CASE);
}
