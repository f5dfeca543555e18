// Who may import whom, as docs/architecture.md lists it. A test in test/architecture/ plants a
// violation of every rule and expects red.
const outside = 'node_modules';
const ofNode =
  '^(node:)?(assert|async_hooks|buffer|child_process|crypto|dns|events|fs|http|http2|https|module|net|os|path|perf_hooks|process|readline|stream|timers|tls|url|util|v8|vm|worker_threads|zlib)(/|$)';

const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '.', pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('domain-is-pure', '^domain/', [], 'no npm, no node:*, no other folder'),
    only('contracts-import-nothing-of-ours', '^contracts/', [outside]),
    only('platform-knows-no-business', '^platform/', [
      '^domain/(decider|eventShapes|shapes)\\.ts$',
      '^contracts/',
      outside,
      ofNode,
    ]),
    only('projections', '^projections/', [
      '^domain/',
      '^platform/',
      '^contracts/',
      outside,
      ofNode,
    ]),
    only('services', '^services/', [
      '^domain/',
      '^platform/',
      '^projections/',
      '^contracts/',
      outside,
      ofNode,
    ]),
    only(
      'policies-are-pure',
      '^services/[^/]+/policies/',
      ['^domain/', '^contracts/'],
      'what a message causes, as a pure function of the message',
    ),
    only(
      'migrations-are-frozen',
      '^migrations/',
      ['node_modules/(@types/)?knex', ofNode],
      'a migration must not change its meaning when live code does',
    ),
    only('web-sees-nothing-of-ours', '^web/(?!build/)', [outside], 'a client like any other'),
    only(
      'web-client-stands-alone',
      '^web/client/',
      ['node_modules/socket\\.io-client'],
      'to be copied',
    ),
    only('operations', '^operations/', [
      '^migrations/',
      '^platform/',
      '^projections/',
      '^services/',
      '^contracts/',
      outside,
      ofNode,
    ]),
    only('embedded', '^embedded/', [
      '^operations/',
      '^platform/',
      '^migrations/',
      '^services/',
      '^contracts/',
      outside,
      ofNode,
    ]),
    {
      name: 'production-is-not-embedded',
      severity: 'error',
      from: { path: '^(domain|contracts|platform|projections|services|operations|migrations)/' },
      to: { path: '^(embedded|test|bench|web)/' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'services-do-not-import-each-other',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'aggregates-do-not-import-each-other',
      severity: 'error',
      from: { path: '^domain/([^/]+)/' },
      to: { path: '^domain/[^/]+/', pathNot: '^domain/$1/' },
    },
    {
      name: 'enter-an-aggregate-by-its-index',
      severity: 'error',
      from: { pathNot: '^(domain|test/domain)/' },
      to: { path: '^domain/[^/]+/.+', pathNot: '/index\\.ts$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.cache)/' },
  },
};
