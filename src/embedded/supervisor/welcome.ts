import type { Config } from '../../config/config.js';
import { DEMO_STAFF_PASSWORD, demoPupils, demoSchools, demoStaff } from '../../people/demo-data/demo-data.js';

/** What a newcomer reads when everything runs: what to open, and who can sign in. */
export function welcome(config: Config, dataDirectory: string): string {
  const address = `http://${config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host}:${config.port}`;
  return [
    '',
    `Open ${address}/`,
    ...(config.demoData ? whoCanSignIn(address) : []),
    '',
    `Data and logs are in ${dataDirectory}. Ctrl-C ends everything.`,
  ].join('\n');
}

function whoCanSignIn(address: string): string[] {
  const [pupil] = demoPupils;
  const [first] = demoStaff;
  if (!pupil || !first) return [];
  const school = demoSchools.find(({ schoolId }) => schoolId === pupil.schoolId);
  const staff = demoStaff.map(
    ({ account, schoolId, grant }) => `${account} (${grant.role}${schoolId ? `, ${schoolId}` : ''})`,
  );
  return [
    '',
    `Sign in there (the school is ${pupil.schoolId} ${school?.name ?? ''}); the API is described at ${address}/api/docs:`,
    `  a parent   account P${pupil.number}, first password ${pupil.idNumber}, to be changed at the first sign-in`,
    `  the staff  password ${DEMO_STAFF_PASSWORD}, accounts`,
    ...inLines(staff, 3).map((line) => `             ${line}`),
  ];
}

function inLines(words: readonly string[], perLine: number): string[] {
  const lines = [];
  for (let at = 0; at < words.length; at += perLine) lines.push(words.slice(at, at + perLine).join(', '));
  return lines;
}
