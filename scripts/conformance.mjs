/** `npm run conformance`: installs and builds what is missing, then src/tools/conformance/main.ts. */
import { ensureBuilt, ensureInstalled, root } from './project.mjs';

process.env.TZ = 'UTC';
await ensureInstalled(console.error);
await ensureBuilt(console.error);
await import(`${root}/dist/src/tools/conformance/main.js`);
