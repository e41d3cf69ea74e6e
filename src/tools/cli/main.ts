/** `npm run cli -- <command>`, in an image `node dist/src/tools/cli/main.js <command>`. Exit code 0, 1 (it failed) or 2 (wrong call). */
import { runCli } from './run-cli.js';

// `| head` has read enough: no reason to complain.
process.stdout.on('error', () => process.exit(0));
process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  out: process.stdout,
  err: process.stderr,
});
