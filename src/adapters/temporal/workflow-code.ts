import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

const here = fileURLToPath(import.meta.url);
const root = join(dirname(here), '..', '..', '..');
const built = join(root, 'workflow-bundle.js');
const shortStacks = join(root, 'workflows', `short-stacks${extname(here)}`);

/** One file with everything that runs in Temporal's workflow sandbox. */
export interface WorkflowCode {
  readonly codePath: string;
}

/**
 * The bundle that the build made. From sources (tests, benches) it is made at the first call and kept by the hash of what it was made from.
 * @param entry the module that exports the workflows; absent: the product's own.
 */
export async function workflowCode(entry?: string): Promise<WorkflowCode> {
  if (!entry && here.endsWith('.js') && existsSync(built)) return { codePath: built };
  const from = entry ?? join(root, 'workflows', `workflows${here.endsWith('.ts') ? '.ts' : '.js'}`);
  const folder = join(root, '.cache');
  const codePath = join(folder, `workflow-${hashOf(from)}.js`);
  if (!existsSync(codePath)) {
    mkdirSync(folder, { recursive: true });
    // Several test processes may do this at once; the last to rename wins, with the same content.
    const draft = `${codePath}.${process.pid}`;
    writeFileSync(draft, await bundle(from));
    renameSync(draft, codePath);
  }
  return { codePath };
}

/** Bundles the workflows from its ES modules. @returns JavaScript */
export async function bundle(workflowsPath: string): Promise<string> {
  const { code } = await bundleWorkflowCode({ workflowsPath, preloadModules: [shortStacks], logger: QUIET });
  return code;
}

const ignore = () => undefined;
const QUIET = {
  log: ignore,
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: (message: string) => console.warn(message),
  error: (message: string) => console.error(message),
};

/** Workflow code imports only from these folders and from the folder of its entry, so their hash identifies the bundle. */
function hashOf(entry: string): string {
  const hash = createHash('sha256').update(entry);
  for (const folder of new Set([join(root, 'domain'), join(root, 'workflows'), dirname(entry)])) {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => /\.[jt]s$/.test(name)).toSorted()) {
      hash.update(file).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
