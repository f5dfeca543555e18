import { expect } from 'chai';
import { createSandbox, type Sandbox } from './sandbox.js';

const red = [
  'const timeout = { until: 5 + Date.now() };',
  'const isOver = (until: number): boolean => Date.now() >= until;',
  'const took = (from: number): number => Math.max(0, Date.now() - from);',
  'const startedAt = Date.now();',
];

const green = [
  'const until = performance.now() + 5;',
  'const isExpired = (expiresAt: Date): boolean => expiresAt.getTime() <= Date.now();',
  'const ageOf = (time: string): number => Date.now() - Date.parse(time);',
  'const expiresAt = new Date(Date.now() + 60_000);',
  'const issuedAt = Math.floor(Date.now() / 1000);',
  'const now = Date.now();',
];

type Result = Readonly<{
  messages: readonly Readonly<{ line: number; message: string }>[];
}>;

describe('Durations', function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let lines: readonly number[];

  before(async () => {
    const code = [...red, ...green].map((line) => `export ${line}\n`).join('');
    sandbox = createSandbox({ 'platform/canary.ts': code });
    const [result] = JSON.parse(
      await sandbox.run('eslint', '--format', 'json', 'platform'),
    ) as readonly Result[];
    lines = (result?.messages ?? [])
      .filter(({ message }) => message.includes('performance.now()'))
      .map(({ line }) => line);
  });

  after(() => sandbox.remove());

  red.forEach((code, index) =>
    it(`go red on the wall clock: ${code}`, () => {
      expect(lines).to.include(index + 1);
    }),
  );

  green.forEach((code, index) =>
    it(`stay green: ${code}`, () => {
      expect(lines).to.not.include(red.length + index + 1);
    }),
  );
});
