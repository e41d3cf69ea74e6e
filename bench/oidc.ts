/** Refreshes and silent sign-ins of our provider on PostgreSQL, beside the same library on its memory adapter. */
import { parseArgs } from 'node:util';
import { startProviders, type Measured } from './oidc/providers.js';
import { refreshes, silentSignIns } from './oidc/load.js';
import { median, range, ratios, verdict } from './statistics.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`npm run bench -- oidc [--rounds 5] [--seconds 4]
  8 people at once: each refreshes its tokens, one after the other; each signs in silently (authorization with a session, then
  the code). At our provider on PostgreSQL and at the same library on its memory adapter, in turns, so many seconds each.`);
  process.exit(0);
}
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
const KINDS = [
  { name: 'refresh', target: 0.6, run: refreshes },
  { name: 'silent sign-in', target: 0.55, run: silentSignIns },
] as const;
const SIDES = ['ours', 'memory'] as const;

const providers = await startProviders();
try {
  for (const { name, target, run } of KINDS) {
    const results: Record<(typeof SIDES)[number], Measured[]> = { ours: [], memory: [] };
    for (let round = -1; round < rounds; round += 1) {
      for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
        const result = await run(providers[side], seconds);
        // The first round only warms up.
        if (round >= 0) results[side].push(result);
      }
    }
    console.log(`${name}: 8 at once, ${rounds} rounds of ${seconds} s, in turns`);
    for (const side of SIDES)
      console.log(
        `  ${side.padEnd(8)} ${range(
          results[side].map(({ perSecond }) => perSecond),
          0,
        )}/s`,
      );
    const beside = ratios(
      results.ours.map(({ perSecond }) => perSecond),
      results.memory.map(({ perSecond }) => perSecond),
    );
    console.log(`  ratio    ${range(beside, 2)}, target ${target}: ${verdict(median(beside), target)}`);
  }
} finally {
  await providers.stop();
}
