import { InvalidArgumentError } from 'commander';

/** A whole number from 1, for an option or argument. */
export function positiveNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}
