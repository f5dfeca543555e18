import { expect } from 'chai';
import { createRequire } from 'node:module';
import { createSandbox, type Sandbox } from './sandbox.js';

/** For every rule, one file that breaks it. */
const violations: Readonly<Record<string, Readonly<{ path: string; imports: string }>>> = {
  'no-circular': { path: 'platform/circle/a.ts', imports: './b.js' },
  'not-resolvable': { path: 'platform/lost.ts', imports: './nowhere.js' },
  'domain-is-pure': { path: 'domain/sale/clock.ts', imports: 'node:crypto' },
  'contracts-import-nothing-of-ours': {
    path: 'contracts/borrowed.ts',
    imports: '../domain/sale/index.js',
  },
  'platform-knows-no-business': {
    path: 'platform/business.ts',
    imports: '../domain/sale/index.js',
  },
  projections: { path: 'projections/served.ts', imports: '../services/shop/served.js' },
  services: { path: 'services/shop/migrated.ts', imports: '../../migrations/first.js' },
  'policies-are-pure': {
    path: 'services/shop/policies/restless.ts',
    imports: '../../../platform/live.js',
  },
  'migrations-are-frozen': { path: 'migrations/alive.ts', imports: '../platform/live.js' },
  'web-sees-nothing-of-ours': { path: 'web/curious.ts', imports: '../platform/live.js' },
  'web-client-stands-alone': { path: 'web/client/leaning.ts', imports: '../page.js' },
  operations: { path: 'operations/refunds.ts', imports: '../domain/order/index.js' },
  embedded: { path: 'embedded/business.ts', imports: '../projections/view.js' },
  'production-is-not-embedded': {
    path: 'services/shop/comfortable.ts',
    imports: '../../embedded/server.js',
  },
  'nobody-imports-tests': { path: 'embedded/tested.ts', imports: '../test/fixture.js' },
  'services-do-not-import-each-other': {
    path: 'services/shop/neighbourly.ts',
    imports: '../bank/teller.js',
  },
  'aggregates-do-not-import-each-other': {
    path: 'domain/sale/entangled.ts',
    imports: '../stock/index.js',
  },
  'enter-an-aggregate-by-its-index': {
    path: 'services/shop/burglar.ts',
    imports: '../../domain/sale/state.js',
  },
};

/** What the violations reach for; none of these breaks a rule. */
const surroundings = [
  'domain/sale/index.ts',
  'domain/sale/state.ts',
  'domain/stock/index.ts',
  'services/bank/teller.ts',
  'services/shop/served.ts',
  'migrations/first.ts',
  'platform/live.ts',
  'web/page.ts',
  'projections/view.ts',
  'embedded/server.ts',
  'test/fixture.ts',
];

const folders = [
  ...new Set(surroundings.map((path) => path.split('/')[0] ?? '')),
  'contracts',
  'operations',
  'web',
];

type Finding = Readonly<{ from: string; rule: Readonly<{ name: string }> }>;

describe('The boundaries between folders', function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let findings: readonly Finding[];

  before(async () => {
    sandbox = createSandbox({
      ...Object.fromEntries(surroundings.map((path) => [path, 'export const thing = 1;\n'])),
      ...Object.fromEntries(
        Object.values(violations).map(({ path, imports }) => [
          path,
          `export * from '${imports}';\n`,
        ]),
      ),
      'platform/circle/b.ts': "export * from './a.js';\n",
    });
    const args = ['--config', 'dependency-cruiser.cjs', '--output-type', 'json', ...folders];
    const report = JSON.parse(await sandbox.run('depcruise', ...args)) as {
      summary: { violations: Finding[] };
    };
    findings = report.summary.violations;
  });

  after(() => sandbox.remove());

  for (const [rule, { path, imports }] of Object.entries(violations))
    it(`"${rule}" goes red when ${path} imports ${imports}`, () => {
      expect(findings.filter(({ from }) => from === path).map((one) => one.rule.name)).to.include(
        rule,
      );
    });

  it('stay green for everything else', () => {
    const guilty = new Set([...Object.values(violations).map(({ path }) => path)]);
    expect(findings.map(({ from }) => from).filter((path) => !guilty.has(path))).to.deep.equal([]);
  });

  it('have a canary for every rule', () => {
    const configuration = createRequire(import.meta.url)('../../dependency-cruiser.cjs') as {
      forbidden: Readonly<{ name: string }>[];
    };

    expect(Object.keys(violations)).to.have.members(
      configuration.forbidden.map(({ name }) => name),
    );
  });
});
