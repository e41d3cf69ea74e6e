/** `npm start`: on a fresh clone installs and builds, then runs the whole system (role `all`) in this process. */
import { ensureBuilt, ensureInstalled, root } from './project.mjs';

if (process.argv.includes('--help')) {
  console.log(`npm start: installs and builds what is missing, then starts the whole system.

  HOST      where to listen (127.0.0.1)
  PORT      the port of the API (3000)
  DATA_DIR  where the data is kept (.data)
  DEMO_DATA=off leaves the demo school out. DATABASE_URL, TEMPORAL_ADDRESS and EVENTSTOREDB_URL name servers of your own.
  Ctrl-C ends everything; the next start goes on with the same data.`);
} else {
  process.env.TZ = 'UTC';
  try {
    await ensureInstalled(console.log);
    await ensureBuilt(console.log);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  process.argv[2] = 'all';
  endWithNpm();
  await import(`${root}/dist/src/main.js`);
}

/** npm does not pass every signal on. The system ends with npm, so that a kill of `npm start` leaves nothing behind. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
