/** `node dist/src/adapters/temporal/bundle-workflow.js`: writes dist/workflow-bundle.js, so that a worker need not bundle when it starts. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './workflow-code.js';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
writeFileSync(join(dist, 'workflow-bundle.js'), await bundle(join(dist, 'workflows', 'workflows.js')));
