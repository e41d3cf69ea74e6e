/** `npm run demo:school-fees`: the service beside a running system; without its own values it takes those of the system on DATA_DIR. */
import { openDatabase } from '../../adapters/postgres/database.js';
import { loadConfig } from '../../config/config.js';
import { publicUrlOf } from '../../config/public-url.js';
import { environmentOfRunningSystem } from '../../embedded/supervisor/running-environment.js';
import { keptSecret } from '../../embedded/supervisor/secrets.js';
import { registerSchoolFees } from '../../people/sso/oidc-provider/school-fees-client.js';

if (!process.env['SCHOOL_FEES_ISSUER']) await takeFrom(process.env['DATA_DIR'] ?? '.data');
await import('./main.js');

async function takeFrom(dataDir: string): Promise<void> {
  const running = await environmentOfRunningSystem(dataDir);
  if (!running) {
    console.error(
      `no system runs on ${dataDir}: start it with \`npm start\`, or set SCHOOL_FEES_ISSUER, SCHOOL_FEES_CLIENT_ID and SCHOOL_FEES_SECRET`,
    );
    process.exit(1);
  }
  const own = process.env['SCHOOL_FEES_PORT'];
  const config = loadConfig({ ...running, ...(own && { SCHOOL_FEES_PORT: own }) });
  const secret = keptSecret(`${dataDir}/secrets`, 'school-fees-client');
  const db = openDatabase(config.databaseUrl, { max: 1, applicationName: 'school-fees' });
  await registerSchoolFees(db, config.schoolFeesPort, secret.value, true);
  await db.close();
  process.env['SCHOOL_FEES_ISSUER'] = `${publicUrlOf(config)}/oidc`;
  process.env['SCHOOL_FEES_PORT'] = String(config.schoolFeesPort);
  process.env['SCHOOL_FEES_SECRET_FILE'] = secret.file;
}
