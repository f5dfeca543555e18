import { expect } from 'chai';
import { createSandbox, type Sandbox } from './sandbox.js';

type Result = Readonly<{ filePath: string; messages: readonly Readonly<{ ruleId: string }>[] }>;

const declared = 'export function sum(a: number): number {\n  return a;\n}\n';
const classy = 'export class Sum {\n  readonly total = 0;\n}\n';
const loud = `type Logger = Readonly<{ warn: (fields: object, message: string) => void }>;
export const complain = (logger: Logger, reason: Error): void =>
  logger.warn({ err: reason }, 'Postgres is away');
`;
const otherKey = loud.replace('err:', 'error:').replace("'Postgres", "'postgres");
const quiet = loud.replace("'Postgres", "'postgres");
const fine = `export const sum = (a: number): number => a;

export function* numbers(): Generator<number> {
  yield 1;
}

export class SumTooLarge extends Error {}
`;

describe('The dialect: arrow functions, classes with a reason, one form of log lines', function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let results: readonly Result[];

  before(async () => {
    sandbox = createSandbox({
      'services/canary/declared.ts': declared,
      'services/canary/classy.ts': classy,
      'services/canary/loud.ts': loud,
      'services/canary/otherKey.ts': otherKey,
      'services/canary/quiet.ts': quiet,
      'services/canary/fine.ts': fine,
      'domain/canary/classy.ts': classy,
      'embedded/eventStoreNode/classy.ts': classy,
    });
    const folders = ['domain', 'services', 'embedded'];
    results = JSON.parse(
      await sandbox.run('eslint', '--format', 'json', ...folders),
    ) as readonly Result[];
  });

  after(() => sandbox.remove());

  const rulesAt = (path: string) =>
    results
      .filter(({ filePath }) => filePath.endsWith(path))
      .flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));

  for (const path of [
    'services/canary/declared.ts',
    'services/canary/classy.ts',
    'services/canary/loud.ts',
    'services/canary/otherKey.ts',
    'domain/canary/classy.ts',
  ])
    it(`goes red for ${path}`, () => {
      expect(rulesAt(path)).to.include('no-restricted-syntax');
    });

  it('stays green for arrow functions, generators and errors', () => {
    expect(rulesAt('services/canary/fine.ts')).to.deep.equal([]);
  });

  it('stays green for a log line in the one form', () => {
    expect(rulesAt('services/canary/quiet.ts')).to.deep.equal([]);
  });

  it('stays green for state that exists many times', () => {
    expect(rulesAt('embedded/eventStoreNode/classy.ts')).to.deep.equal([]);
  });
});
