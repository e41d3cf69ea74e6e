/** Who may import whom: docs in shared terms are in README, "The house in ten lines". Checked by test/rules/import-rules.spec.ts. */
const LAYERS = 'domain|eventstore|workflows|activities|projections|src|test|bench|scripts';

/** Own files outside `allowed` (a regular expression over paths from the root). */
const otherFiles = (allowed) => ({ path: `^(${LAYERS})/`, pathNot: `^(${allowed})` });
const packages = (...allowed) => ({
  dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'unknown'],
  ...(allowed.length > 0 && { pathNot: `node_modules/(${allowed.join('|')})/` }),
});

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
      name: 'what-happened-knows-no-rule',
      severity: 'error',
      from: { path: '^domain/binding/evolve' },
      to: { path: '^domain/binding/rules/' },
    },
    {
      name: 'workflows-import-domain',
      severity: 'error',
      from: { path: '^workflows/' },
      to: otherFiles('workflows/|domain/'),
    },
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

    {
      name: 'eventstore-imports-only-itself',
      severity: 'error',
      from: { path: '^eventstore/' },
      to: otherFiles('eventstore/|domain/'),
    },
    {
      name: 'activities-import-contracts-and-ports',
      severity: 'error',
      from: { path: '^activities/' },
      to: otherFiles(
        'activities/|domain/|workflows/(binding/activity-contract|reconcile/reconcile-contract|names)\\.ts|eventstore/(port\\.ts|chain/)',
      ),
    },
    {
      name: 'projections-import-domain-and-the-port',
      severity: 'error',
      from: { path: '^projections/' },
      to: otherFiles('projections/|domain/|eventstore/(port|sql)\\.ts'),
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'only-src-composes',
      severity: 'error',
      from: { pathNot: '^(src|test|bench|scripts)/' },
      to: { path: '^src/' },
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
