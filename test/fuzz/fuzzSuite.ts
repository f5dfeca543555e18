import { expect } from 'chai';
import { call } from '../support/clients/http.js';
import { startSystemProcess, type SystemProcess } from '../security/systemProcess.js';
import { fuzzGroup, groups } from './fuzz.js';
import { fillPool, type Pool } from './pool.js';

type Options = Readonly<{ requestsPerGroup: number; seed: number }>;

/**
 * Fuzzes a system that runs in a process of its own, without limits. The seed repeats the same
 * requests.
 */
export const describeFuzz = ({ requestsPerGroup, seed }: Options): void => {
  describe(`S12: ${requestsPerGroup} requests per group from the OpenAPI document, seed ${seed}`, function () {
    this.timeout(600_000);

    let system: SystemProcess;
    let pool: Pool;

    before(async () => {
      system = await startSystemProcess({ LOG_LEVEL: 'error' });
      pool = await fillPool(system.gateway);
    });
    after(() => system.stop());

    for (const group of groups())
      it(`S12, Z22: ${group} answers as documented, and nothing else`, async () => {
        const url = system.gateway;
        const report = await fuzzGroup(group, { url, pool, seed, requestsPerGroup });
        const { requests, statuses, findings } = report;
        process.stdout.write(`      ${requests} requests: ${JSON.stringify(statuses)}\n`);

        expect(
          findings.slice(0, 3),
          `${findings.length} findings; ${system.log().slice(-2_000)}`,
        ).to.deep.equal([]);
      });

    it('S12: leaves the process alive and awake', async () => {
      expect(system.isRunning()).to.equal(true);
      expect((await call(`${system.gateway}/ready`)).status).to.equal(200);
    });
  });
};
