/**
 * Imported first by the processes of a build with crash points. A point that is armed (a file of its name in
 * FAULT_CRASH_DIR) kills the process that comes by, once: the file is gone before the blow.
 */
import { renameSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.FAULT_CRASH_DIR;

globalThis.crashHere = (point) => {
  if (!folder) return;
  try {
    renameSync(join(folder, point), join(folder, `${point}.struck`));
  } catch {
    return;
  }
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way: nothing more may happen here.
  for (;;);
};
