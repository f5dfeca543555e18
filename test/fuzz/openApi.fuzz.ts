import { randomInt } from 'node:crypto';
import { describeFuzz } from './fuzzSuite.js';

const given = process.env['FUZZ_SEED'];

describeFuzz({
  requestsPerGroup: 5_000,
  seed: given === undefined ? randomInt(2 ** 31) : Number(given),
});
