import type { DemoApplicant } from '../../src/people/demo-data/demo-data.js';

/** A parent who does not exist: the n-th father or mother, with a valid ID number, mobile and e-mail of their own. */
export function madeUpApplicant(n: number): DemoApplicant {
  return {
    name: `測試家長${'一二三四五六七八九十'[n % 10]}`,
    relation: n % 2 === 0 ? 'father' : 'mother',
    idNumber: idNumber(n),
    mobile: `09${String(70_000_000 + n)}`,
    email: `made-up-${n}@example.org`,
    pupils: [],
  };
}

/** Letter F stands for 15; weights 1, 9, 8 ... 1 and the check digit; the sum is a multiple of ten. */
function idNumber(n: number): string {
  const digits = [n % 2 === 0 ? 1 : 2, ...String(5_000_000 + n)].map(Number);
  const sum = digits.reduce((so, digit, index) => so + digit * (8 - index), 1 * 1 + 5 * 9);
  return `F${digits.join('')}${(10 - (sum % 10)) % 10}`;
}
