import tseslint from 'typescript-eslint';

const exportByName = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };

const wallClock = 'CallExpression[callee.object.name="Date"][callee.property.name="now"]';

const ofStoredTime = '[callee.property.name=/^(getTime|parse)$/]';

/** The wall clock may be set while something is measured; stored times are compared with it. */
const monotonicClock = [
  [
    'BinaryExpression[operator=/^([-+]|[<>]=?)$/]',
    ':not(NewExpression[callee.name="Date"] > BinaryExpression)',
    `:not(:has(> ${ofStoredTime}))`,
    ` > ${wallClock}`,
  ].join(''),
  `AssignmentExpression[operator=/^[-+]=$/] > ${wallClock}`,
  `VariableDeclarator[id.name=/^(began|begun|deadline|end|since|start|until)/] > ${wallClock}`,
].map((selector) => ({
  selector,
  message: 'Measure durations with performance.now(); a point in time is new Date(Date.now() + …).',
}));

const logLine =
  'CallExpression[callee.property.name=/^(trace|debug|info|warn|error|fatal)$/]' +
  ':matches([callee.object.name="logger"], [callee.object.property.name="logger"])';

/** One key and one form for the same thing, so that a search finds it in every service. */
const logLines = [
  {
    selector: `${logLine} > Literal[value=/^[A-Z]/]`,
    message: 'Begin a log message in lower case.',
  },
  {
    selector: `${logLine} > ObjectExpression > Property[key.name=/^(e|error|exception|cause)$/]`,
    message: 'Log an error under the key err.',
  },
];

const arrowFunctions = {
  selector: 'FunctionDeclaration[generator=false]:not([returnType.typeAnnotation.asserts=true])',
  message: 'Write an arrow function.',
};
const noClasses = {
  selector: 'ClassDeclaration[superClass=null]',
  message: 'State that exists once lives in a closure; only what exists many times is a class.',
};

/** Where state exists once per stream, call, partition or group, or a test records one. */
const classesHaveAReason = [
  'embedded/eventStoreNode/**',
  'embedded/kafkaBroker/**',
  'platform/concurrency/{batcher,deadline}.ts',
  'platform/commandHandling/handler/{conflictBackoff,streamState}.ts',
  'platform/eventStore/{client/appended,read/eventResponse}.ts',
  'platform/protobuf/*.ts',
  'test/embedded/eventStoreNode/**',
  'test/ports/eventStore/**',
  'test/support/clients/eventStoreWire.ts',
];

const pureDomain = {
  'no-restricted-globals': [
    'error',
    'crypto',
    'process',
    'performance',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'fetch',
    'console',
    'Buffer',
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Math', property: 'random', message: 'The domain is deterministic.' },
    { object: 'Date', property: 'now', message: 'Time arrives in the command.' },
    { object: 'globalThis', message: 'The domain reaches for nothing.' },
  ],
  'no-restricted-syntax': [
    'error',
    exportByName,
    arrowFunctions,
    noClasses,
    {
      selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
      message: 'Time arrives in the command.',
    },
    { selector: 'CallExpression[callee.name="Date"]', message: 'Time arrives in the command.' },
    { selector: ':function[async=true]', message: 'The domain is synchronous.' },
    { selector: 'AwaitExpression', message: 'The domain is synchronous.' },
    { selector: 'Identifier[name="Promise"]', message: 'The domain is synchronous.' },
    {
      selector: 'TSAsExpression:not([typeAnnotation.typeName.name="const"])',
      message: 'No casts in the domain.',
    },
  ],
};

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'dist',
      'coverage',
      '.cache',
      '**/*.cjs',
      '**/*.mjs',
      '*.config.js',
      // made from the OpenAPI document
      'web/client/apiTypes.ts',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      // A switch counts once, however many cases: decide and evolve are tables of contents.
      complexity: ['error', { max: 10, variant: 'modified' }],
      'max-depth': ['error', 3],
      'max-params': ['error', 3],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allow: ['bigint'] },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        exportByName,
        ...monotonicClock,
        ...logLines,
        arrowFunctions,
        noClasses,
      ],
    },
  },
  {
    files: classesHaveAReason,
    rules: {
      'no-restricted-syntax': [
        'error',
        exportByName,
        ...monotonicClock,
        ...logLines,
        arrowFunctions,
      ],
    },
  },
  { files: ['domain/**', 'services/*/policies/**'], rules: pureDomain },
  {
    files: ['web/**'],
    // a component is one function, markup included
    rules: {
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
);
