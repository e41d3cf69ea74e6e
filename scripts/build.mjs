/** `npm run build`: compiles to dist/ and bundles the workflow, whatever is there. */
import { build, ensureInstalled } from './project.mjs';

await ensureInstalled(console.log);
await build();
