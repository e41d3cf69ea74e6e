/** Which folder may import which; README, "The house in ten lines", says it in words. Checked by test/rules/import-rules.spec.ts. */
const LAYERS = 'domain|eventstore|workflows|activities|projections|src|test|bench|scripts';

/** Own files outside `allowed` (a regular expression over paths from the root). */
const otherFiles = (allowed) => ({ path: `^(${LAYERS})/`, pathNot: `^(${allowed})` });
const packages = (...allowed) => ({
  dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'unknown'],
  ...(allowed.length > 0 && { pathNot: `node_modules/(${allowed.join('|')})/` }),
});

/** Files of the ring at `path` import own files of `allowed` only. */
const ring = (name, path, allowed) => ({
  name: `${name}-ring-imports-downwards`,
  severity: 'error',
  from: { path },
  to: otherFiles(allowed),
});
// Each ring may use what is below it.
const GROUND = 'domain/|eventstore/|src/config/';
const BELOW_ADAPTERS = `projections/|workflows/|src/(notices|logging)/|${GROUND}`;
const BELOW_PEOPLE = `src/adapters/|activities/|${BELOW_ADAPTERS}`;
const BELOW_API = `src/people/|${BELOW_PEOPLE}`;
const BELOW_PROCESSES = `src/api/|${BELOW_API}`;
const BELOW_EMBEDDED = `src/processes/|${BELOW_PROCESSES}`;

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: `^(${LAYERS})/` },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-missing-files', severity: 'error', from: {}, to: { couldNotResolve: true } },

    { name: 'domain-imports-nothing', severity: 'error', from: { path: '^domain/' }, to: { pathNot: '^domain/' } },
    {
      name: 'events-know-no-recheck',
      severity: 'error',
      from: { path: '^domain/binding/(events|metadata)' },
      to: { path: '^domain/binding/recheck/' },
    },
    {
      name: 'what-happened-knows-no-rule',
      severity: 'error',
      from: { path: '^domain/binding/evolve' },
      to: { path: '^domain/binding/rules/' },
    },
    ring('eventstore', '^eventstore/', 'eventstore/|domain/'),
    ring('workflows', '^workflows/', 'workflows/|domain/'),
    {
      // A rule that ran inside a workflow could not change while a case is open: its replay would end elsewhere.
      name: 'workflows-take-only-types-from-domain',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-know-only-temporal',
      severity: 'error',
      from: { path: '^workflows/' },
      to: packages('@temporalio/workflow', '@temporalio/common'),
    },
    {
      name: 'workflows-stay-in-their-sandbox',
      severity: 'error',
      from: { path: '^(workflows|domain)/' },
      to: { dependencyTypes: ['core'] },
    },
    ring(
      'activities',
      '^activities/',
      'activities/|domain/|workflows/(binding/activity-contract|reconcile/reconcile-contract|names)\\.ts|eventstore/(port\\.ts|chain/)',
    ),
    ring('projections', '^projections/', 'projections/|domain/|eventstore/(port|sql)\\.ts'),
    ring('config', '^src/config/', 'src/config/|domain/'),
    ring('logging', '^src/logging/', `src/logging/|${GROUND}`),
    ring('notices', '^src/notices/', `src/notices/|${GROUND}`),
    ring('adapters', '^src/adapters/', `src/adapters/|${BELOW_ADAPTERS}`),
    ring('people', '^src/people/', `src/people/|${BELOW_PEOPLE}`),
    ring('api', '^src/api/', `src/api/|${BELOW_API}`),
    ring('processes', '^src/processes/', `src/processes/|${BELOW_PROCESSES}`),
    ring('embedded', '^src/embedded/', `src/embedded/|${BELOW_EMBEDDED}`),
    ring('tools', '^src/tools/', `src/(tools|embedded)/|${BELOW_EMBEDDED}`),

    ring('edge', '^src/api/http/', `src/api/http/|${BELOW_API}`),
    ring('commands', '^src/api/commands/', `src/api/(http|commands)/|${BELOW_API}`),
    ring('case', '^src/api/case/', `src/api/(http|commands|case)/|${BELOW_API}`),
    {
      name: 'feature-imports-no-other-feature',
      severity: 'error',
      from: { path: '^src/api/([^/]+)/', pathNot: '^src/api/(http|commands|case)/' },
      to: { path: '^src/api/', pathNot: '^src/api/(http|commands|case|$1)/' },
    },
    {
      name: 'roster-knows-no-accounts',
      severity: 'error',
      from: { path: '^src/people/roster/' },
      to: { path: '^src/people/accounts/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },

    {
      name: 'nest-only-in-src',
      severity: 'error',
      from: { pathNot: '^(src|test|bench)/' },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'pg-only-in-database',
      severity: 'error',
      from: { pathNot: '^(src/adapters/postgres|test|bench)/' },
      to: { path: 'node_modules/pg/' },
    },
    {
      name: 'rate-limiter-in-one-place',
      severity: 'error',
      from: { pathNot: '^src/(people/accounts|api/http/edge)/' },
      to: { path: 'node_modules/rate-limiter-flexible/' },
    },
    {
      name: 'mail-only-in-notices',
      severity: 'error',
      from: { pathNot: '^(src/notices|test)/' },
      to: { path: 'node_modules/(nodemailer|smtp-server)/' },
    },
    {
      name: 'eventstoredb-client-in-its-adapter',
      severity: 'error',
      from: { pathNot: '^(eventstore/eventstoredb|test/support/eventstoredb-double|test/eventstore)/' },
      to: { path: 'node_modules/@eventstore/' },
    },
    {
      name: 'grpc-where-the-wire-is',
      severity: 'error',
      from: { pathNot: '^(eventstore/eventstoredb|src/adapters/temporal|test|bench)/' },
      to: { path: 'node_modules/(@grpc|google-protobuf)/' },
    },
    {
      name: 'temporal-client-and-worker-in-one-place',
      severity: 'error',
      from: { pathNot: '^(src/adapters/temporal|test|bench)/' },
      to: { path: 'node_modules/@temporalio/(client|worker)/' },
    },
    {
      name: 'temporal-activity-api-in-activities',
      severity: 'error',
      from: { pathNot: '^(activities|src/adapters/temporal|test|bench)/' },
      to: { path: 'node_modules/@temporalio/activity/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
