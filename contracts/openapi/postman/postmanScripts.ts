import type { Step } from './postmanStep.js';

type Script = Readonly<{ listen: 'prerequest' | 'test'; script: object }>;

const mostTries = 60;

/**
 * The scripts of a request: what is set before it, and what is checked and kept of its response.
 */
export const scriptsOf = (step: Step): Script[] => [
  ...(step.set === undefined ? [] : [scriptOf('prerequest', settingLines(step.set))]),
  scriptOf('test', [statusLine(step), ...keepingLines(step)]),
];

const statusLine = ({ status, statusWhenOff }: Step): string =>
  statusWhenOff === undefined
    ? `pm.test('the status is ${status}', () => pm.response.to.have.status(${status}));`
    : `pm.test('the status is ${status}, or ${statusWhenOff} where it is off', () => pm.expect(pm.response.code).to.be.oneOf([${status}, ${statusWhenOff}]));`;

const scriptOf = (listen: Script['listen'], exec: readonly string[]): Script => ({
  listen,
  script: { type: 'text/javascript', exec },
});

const settingLines = (set: Readonly<Record<string, string>>): string[] =>
  Object.entries(set).map(
    ([key, text]) => `pm.collectionVariables.set('${key}', pm.variables.replaceIn('${text}'));`,
  );

const keepingLines = ({ status, keep, until }: Step): string[] => {
  const lines = [
    ...(until === undefined ? [] : untilLines(until)),
    ...Object.entries(keep ?? {}).map(
      ([key, path]) => `pm.collectionVariables.set('${key}', ${valueAt(path)});`,
    ),
  ];
  if (lines.length === 0) return [];

  return [
    `if (pm.response.code === ${status}) {`,
    '  const body = pm.response.json();',
    ...lines.map((line) => `  ${line}`),
    '}',
  ];
};

const valueAt = (path: string): string =>
  `body${path
    .split('.')
    .map((key) => `?.${/^\d+$/.test(key) ? `[${key}]` : key}`)
    .join('')}`;

/** A request that is sent again is counted, so that a run always ends. */
const untilLines = (condition: string): string[] => [
  "const tries = Number(pm.collectionVariables.get('tries') || 0) + 1;",
  `const isSo = ${condition};`,
  `const isOver = isSo || tries >= ${mostTries};`,
  "pm.collectionVariables.set('tries', isOver ? 0 : tries);",
  "if (isOver) pm.test('it has come true', () => pm.expect(isSo).to.equal(true));",
  'else {',
  '  pm.execution.setNextRequest(pm.info.requestName);',
  '  setTimeout(() => undefined, 250);',
  '}',
];
