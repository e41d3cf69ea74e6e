/** `npm run demo:school-fees`: installs and builds what is missing, then src/tools/school-fees/alone.ts. */
import { ensureBuilt, ensureInstalled, root } from './project.mjs';

process.env.TZ = 'UTC';
await ensureInstalled(console.log);
await ensureBuilt(console.log);
await import(`${root}/dist/src/tools/school-fees/alone.js`);
