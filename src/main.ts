import { AccessDenied } from '../eventstore/port.js';
import { InvalidConfiguration, loadConfig } from './config/config.js';
import { DataDirectoryInUse } from './embedded/supervisor/data-directory.js';
import type { StartRole } from './processes/role.js';

const HELP = `main.js <role>
  api        the HTTP edge
  worker     carries binding requests on
  projector  keeps the read models up to date
  migrate    brings the database's schema up to this release, then ends
  demo-data  puts the demonstration's school, pupils and staff into an empty roster, then ends
  secrets    <folder> <database address>: makes the secrets of a first start into the folder, then ends
  all        the three roles as child processes, and the engines they need where no address is given

The environment configures them: docs/operations.md lists the variables. A secret may stand in a file that <NAME>_FILE names.`;

const roles: Readonly<Record<string, () => Promise<StartRole>>> = {
  api: async () => (await import('./processes/api.js')).startApiRole,
  worker: async () => (await import('./processes/worker.js')).startWorkerRole,
  projector: async () => (await import('./processes/projector.js')).startProjectorRole,
};

async function main([role = '', folder, databaseUrl]: readonly string[]): Promise<void> {
  if (role === 'all') return (await import('./embedded/all.js')).runAll(process.env);
  if (role === 'migrate') {
    return (await import('./processes/schema/prepare-store.js')).prepareSchema(loadConfig(process.env), console.log);
  }
  if (role === 'demo-data') {
    const loaded = await (await import('./processes/schema/prepare-store.js')).prepareDemoData(loadConfig(process.env));
    return console.log(loaded ? 'demo data loaded' : 'the roster is not empty: nothing was touched');
  }
  if (role === 'secrets' && folder && databaseUrl) {
    const made = (await import('./config/make-secrets.js')).makeSecrets(folder, databaseUrl);
    return console.log(made.length > 0 ? `made: ${made.join(', ')}` : 'all secrets are there');
  }
  const load = roles[role];
  if (load) return (await import('./processes/run-role.js')).runRole(role, await load());
  console.log(HELP);
  process.exitCode = role === '--help' || role === '' ? 0 : 2;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const expected = [InvalidConfiguration, DataDirectoryInUse, AccessDenied].some((kind) => error instanceof kind);
  console.error(expected ? (error as Error).message : error);
  // Not the exit code alone: the channel to a supervisor, which waits for this end, would keep the process from ending.
  process.exit(1);
}
