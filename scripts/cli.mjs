/** `npm run cli -- <command>`: installs and builds what is missing, then src/tools/cli/main.ts. Only the command's answer goes to stdout. */
import { ensureBuilt, ensureInstalled, root } from './project.mjs';

process.env.TZ = 'UTC';
try {
  await ensureInstalled(console.error);
  await ensureBuilt(console.error);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await import(`${root}/dist/src/tools/cli/main.js`);
