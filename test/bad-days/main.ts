/** What scripts/bad-days.mjs runs once everything is installed and built. Its options are JSON in the first argument. */
import type { AnyDay } from './bad-day.js';
import { days } from './days.js';
import { liveThrough, type Report } from './live-through.js';

interface Options {
  readonly names: readonly string[];
  readonly seed: number;
  readonly list: boolean;
}

const MOST_SHOWN = 20;

const { names, seed, list } = JSON.parse(process.argv[2] ?? '') as Options;
const unknown = names.filter((name) => !days.some((day) => day.name === name));
if (list || unknown.length > 0) {
  for (const name of unknown) console.log(`no bad day is called ${name}`);
  console.log(days.map(({ name }) => name).join('\n'));
  process.exit(list ? 0 : 2);
}
let isWell = true;
for (const day of days) {
  if (names.length > 0 && !names.includes(day.name)) continue;
  isWell = (await isLivedThrough(day)) && isWell;
}
// Whatever a client library has left open: the systems are gone.
process.exit(isWell ? 0 : 1);

async function isLivedThrough(day: AnyDay): Promise<boolean> {
  console.log(day.name);
  try {
    const report = await liveThrough(day, seed, say);
    for (const complaint of report.complaints.slice(0, MOST_SHOWN)) say(`NOT SO: ${complaint}`);
    say(summary(report));
    return report.complaints.length === 0;
  } catch (error) {
    say(`NOT CARRIED OUT: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function summary({ complaints, accepted, recoveredMs, slowestMs }: Report): string {
  const verdict = complaints.length === 0 ? 'lived through' : `${complaints.length} things were not as they should be`;
  const [well, slowest] = [recoveredMs, slowestMs].map((ms) => (ms / 1000).toFixed(1));
  return `${verdict}: ${accepted} commands accepted, well again after ${well} s, slowest answer ${slowest} s`;
}

function say(line: string): void {
  console.log(`  ${line}`);
}
