/** What scripts/fault.mjs runs once everything is installed and built: options as JSON in the first argument. */
import { runCampaign } from './campaign.js';
import type { LogKind } from './system/engines.js';

interface Options {
  readonly seed: number;
  readonly count: number;
  readonly log: LogKind;
}

const options = JSON.parse(process.argv[2] ?? '{}') as Options;
const report = await runCampaign({ ...options, say: (line) => console.log(line) });
console.log(JSON.stringify(report, null, 1));
process.exit(report.violations.length > 0 ? 1 : 0);
