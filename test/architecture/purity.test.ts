import { expect } from 'chai';
import { createSandbox, type Sandbox } from './sandbox.js';

/** What the domain must not do, each as a file of its own; the rule that has to notice. */
const impurities: Readonly<Record<string, Readonly<{ code: string; rule: string }>>> = {
  'reads the clock': {
    code: 'export const now = (): number => Date.now();',
    rule: 'no-restricted-properties',
  },
  'makes a date of now': {
    code: 'export const now = (): Date => new Date();',
    rule: 'no-restricted-syntax',
  },
  'asks Date for a text': {
    code: 'export const now = (): string => Date();',
    rule: 'no-restricted-syntax',
  },
  'throws dice': {
    code: 'export const dice = (): number => Math.random();',
    rule: 'no-restricted-properties',
  },
  'takes the dice out of their box': {
    code: 'const { random } = Math;\nexport const dice = (): number => random();',
    rule: 'no-restricted-properties',
  },
  'makes ids': {
    code: 'export const id = (): string => crypto.randomUUID();',
    rule: 'no-restricted-globals',
  },
  'reaches through globalThis': {
    code: 'export const id = (): string => globalThis.crypto.randomUUID();',
    rule: 'no-restricted-properties',
  },
  'reads the environment': {
    code: "export const home = (): string | undefined => process.env['HOME'];",
    rule: 'no-restricted-globals',
  },
  'measures time': {
    code: 'export const time = (): number => performance.now();',
    rule: 'no-restricted-globals',
  },
  'sets a timer': {
    code: 'export const later = (work: () => void): unknown => setTimeout(work, 1);',
    rule: 'no-restricted-globals',
  },
  'queues work': {
    code: 'export const later = (work: () => void): void => {\n  queueMicrotask(work);\n};',
    rule: 'no-restricted-globals',
  },
  'calls out': {
    code: "export const call = (): unknown => fetch('http://localhost');",
    rule: 'no-restricted-globals',
  },
  prints: {
    code: "export const say = (): void => {\n  console.log('x');\n};",
    rule: 'no-restricted-globals',
  },
  'is asynchronous': {
    code: 'export const work = async (): Promise<void> => {\n  await later;\n};\nconst later = 1;',
    rule: 'no-restricted-syntax',
  },
  'hands out promises': {
    code: 'export const work = (): unknown => Promise.resolve(1);',
    rule: 'no-restricted-syntax',
  },
  casts: {
    code: 'export const as = (value: unknown): string => value as string;',
    rule: 'no-restricted-syntax',
  },
  'exports by default': {
    code: 'const thing = 1;\nexport default thing;',
    rule: 'no-restricted-syntax',
  },
};

const pure = `export const total = (prices: readonly number[]): number =>
  prices.reduce((sum, price) => sum + price, 0);

export const dayOf = (time: string): number => new Date(time).getUTCDay();
`;

type Result = Readonly<{ filePath: string; messages: readonly Readonly<{ ruleId: string }>[] }>;

const policy = 'services/canary/policies/impure.ts';

const fileOf = (index: number) => `domain/canary/impure${index}.ts`;

describe('The purity of domain/ and of policies', function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let results: readonly Result[];

  before(async () => {
    const files = Object.values(impurities).map(({ code }, index) => [fileOf(index), `${code}\n`]);
    sandbox = createSandbox({
      ...(Object.fromEntries(files) as Record<string, string>),
      'domain/canary/pure.ts': pure,
      [policy]: `${impurities['reads the clock']?.code ?? ''}\n`,
    });
    results = JSON.parse(
      await sandbox.run('eslint', '--format', 'json', 'domain', 'services'),
    ) as readonly Result[];
  });

  after(() => sandbox.remove());

  const rulesAt = (path: string) =>
    results
      .filter(({ filePath }) => filePath.endsWith(path))
      .flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));

  Object.entries(impurities).forEach(([deed, { rule }], index) =>
    it(`goes red when a file ${deed}`, () => {
      expect(rulesAt(fileOf(index))).to.include(rule);
    }),
  );

  it('goes red when a policy reads the clock', () => {
    expect(rulesAt(policy)).to.include('no-restricted-properties');
  });

  it('stays green for a pure function', () => {
    expect(rulesAt('domain/canary/pure.ts')).to.deep.equal([]);
  });
});
