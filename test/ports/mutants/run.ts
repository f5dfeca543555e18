import { eventStoreMutants } from './eventStoreMutants.js';
import { kafkaMutants } from './kafkaMutants.js';
import { tryMutants } from './tryMutants.js';

/**
 * Whether the contract suites notice what is missing: takes one behaviour of an embedded node out
 * at a time, in a copy, and runs the suite that should notice. Exit code 1 when one stays green, or
 * when a suite is red without any change. Run: npm run test:contract-mutants [-- <word of the
 * behaviours to try>]
 */
const word = process.argv[2] ?? '';

await tryMutants({
  mutants: [...eventStoreMutants, ...kafkaMutants].filter(
    ({ behaviour, suite }) => behaviour.includes(word) || suite.includes(word),
  ),
  folders: [
    'embedded',
    'platform',
    'contracts',
    'domain',
    'test/architecture',
    'test/embedded/eventStoreNode',
    'test/ports',
    'test/support',
  ],
});
