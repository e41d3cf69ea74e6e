/** The service as a process: `npm start` brings it along, `npm run demo:school-fees` starts it alone. */
import { untilStopAsked } from '../../processes/stop-requests.js';
import { SchoolFees } from './server.js';
import { settingsOf } from './settings.js';

try {
  const settings = settingsOf(process.env);
  const stopAsked = untilStopAsked((exitCode) => process.exit(exitCode));
  const service = new SchoolFees(settings);
  await service.listen();
  process.send?.('ready');
  if (!process.send) console.log(`校園繳費: ${settings.origin}. Ctrl-C ends it.`);
  await stopAsked;
  await service.stop();
  if (process.connected) process.disconnect();
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  console.error(code === 'EADDRINUSE' ? 'its port is taken: set SCHOOL_FEES_PORT' : message);
  process.exit(1);
}
