/** `npm run demo`: installs and builds what is missing, then src/tools/demo/demo.ts. */
import { ensureBuilt, ensureInstalled, root } from './project.mjs';

process.env.TZ = 'UTC';
await ensureInstalled(console.log);
await ensureBuilt(console.log);
await import(`${root}/dist/src/tools/demo/demo.js`);
