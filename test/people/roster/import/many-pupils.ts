/** A file of a large school: every ID number valid, none of a person. */
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 1, 1];

/** `E1` and eight digits, the last by the checksum. @param n below ten million */
export function idNumber(n: number): string {
  const digits = `1${String(n).padStart(7, '0')}`;
  // E is 14.
  const sum = 1 + 4 * 9 + [...digits].reduce((total, digit, i) => total + Number(digit) * (WEIGHTS[i] ?? 0), 0);
  return `E${digits}${(10 - (sum % 10)) % 10}`;
}

export function manyPupils(count: number, first = 0): string {
  const lines = Array.from({ length: count }, (_, i) => {
    const n = first + i;
    return `${1_000_000 + n},學生${n},${idNumber(n)},${String(1 + (n % 300)).padStart(3, '0')}`;
  });
  return `學號,姓名,身分證統一編號,班級\n${lines.join('\n')}\n`;
}
