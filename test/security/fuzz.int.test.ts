import { describeFuzz } from '../fuzz/fuzzSuite.js';

// A sample that is the same every time; `npm run test:fuzz` sends 5 000 per group from a new seed.
describeFuzz({ requestsPerGroup: 120, seed: 20_261_121 });
