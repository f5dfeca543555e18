import { tryMutants } from '../ports/mutants/tryMutants.js';
import { regressions } from './regressions.js';

/**
 * Whether the tests notice when what was mended breaks again: takes one mend out at a time, in a
 * copy, and runs the test that should notice. Exit code 1 when one stays green. Run:
 * npm run test:regressions [-- <word of the behaviours to try>]
 */
const word = process.argv[2] ?? '';

await tryMutants({
  mutants: regressions.filter(
    ({ behaviour, file, suite }) =>
      behaviour.includes(word) || file.includes(word) || suite.includes(word),
  ),
  folders: [
    'contracts',
    'domain',
    'embedded',
    'migrations',
    'operations',
    'platform',
    'projections',
    'services',
    'test',
    'web',
  ],
});
