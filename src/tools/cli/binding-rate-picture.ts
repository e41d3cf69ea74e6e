/** The binding rate as an SVG: a bar for each school, or for each class where there is one school. */
import type { BindingRate, ClassRate, SchoolRate } from '../../api/statistics/binding-rate.js';

interface Bar {
  readonly label: string;
  /** Null where there is nothing to show. */
  readonly rate: number | null;
  readonly says: string;
}

const WIDTH = 800;
const LABEL = 220;
const BAR = 460;
const ROW = 26;
const HEAD = 64;

export function bindingRatePicture({ asOf, schools }: BindingRate): string {
  const [first, ...others] = schools;
  const bars =
    first && others.length === 0 ? [schoolBar(first), ...first.classes.map(classBar)] : schools.map(schoolBar);
  const height = HEAD + bars.length * ROW + 16;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="綁定率 ${asOf}" font-family="sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="16" y="28" font-size="18" font-weight="bold" fill="#1a1a1a">綁定率 ${asOf}</text>`,
    ...[0, 0.25, 0.5, 0.75, 1].map(gridLine(height)),
    ...bars.map(barLines),
    '</svg>',
    '',
  ].join('\n');
}

function schoolBar({ schoolId, name, numerator, denominator, rate }: SchoolRate): Bar {
  return { label: `${name} ${schoolId}`, rate, says: said(numerator, denominator, rate) };
}

function classBar(one: ClassRate): Bar {
  if ('tooFew' in one) return { label: one.classId, rate: null, says: '未列' };
  return { label: one.classId, rate: one.rate, says: said(one.numerator, one.denominator, one.rate) };
}

function said(numerator: number, denominator: number, rate: number | null): string {
  return rate === null ? '0 / 0' : `${(rate * 100).toFixed(2)} %  (${numerator} / ${denominator})`;
}

function gridLine(height: number): (share: number) => string {
  return (share) => {
    const x = LABEL + share * BAR;
    return `<line x1="${x}" x2="${x}" y1="${HEAD - 8}" y2="${height - 12}" stroke="#d0d0d0"/><text x="${x}" y="${HEAD - 14}" text-anchor="middle" font-size="11" fill="#595959">${share * 100} %</text>`;
  };
}

function barLines({ label, rate, says }: Bar, index: number): string {
  const y = HEAD + index * ROW;
  const width = Math.round((rate ?? 0) * BAR * 100) / 100;
  return [
    `<text x="${LABEL - 10}" y="${y + 15}" text-anchor="end" fill="#1a1a1a">${escaped(shortened(label))}</text>`,
    `<rect x="${LABEL}" y="${y + 3}" width="${width}" height="16" fill="#0b5cad"/>`,
    `<text x="${LABEL + width + 8}" y="${y + 15}" fill="#1a1a1a">${escaped(says)}</text>`,
  ].join('');
}

function shortened(text: string): string {
  return text.length > 18 ? `${text.slice(0, 17)}…` : text;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
