import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readText, root } from '../../architecture/repository.js';
import { openShop, type Shop } from '../../support/clients/shop.js';
import { createHome, type Home, type System, unlimited } from '../../support/servers/system.js';

/** Where `artillery` is; .ci/run fetches it. */
const artillery = process.env['ARTILLERY'];

const path = 'load/load-test.yml';

describe(`${path}, for a minute against a running system`, function () {
  this.timeout(240_000);
  let home: Home | undefined;
  let system: System;

  before(async function () {
    if (artillery === undefined) {
      process.stdout.write('      needs ARTILLERY, see .ci/run: not run\n');
      this.skip();
    }
    home = createHome();
    system = await home.start([], { ...unlimited, BCRYPT_COST: '4' });
  });

  after(() => home?.remove());

  it('keeps its thresholds', async () => {
    const share = shareFor(await secondsOfOnePerson(openShop(system)));
    const args = ['run', join(root, path), '--target', system.endpoints.gateway];
    const overrides = JSON.stringify({ config: { phases: phasesOf(readText(path), share) } });
    const child = spawn(artillery ?? '', [...args, '--overrides', overrides], {
      env: { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];

    expect(code, `at ${share} of its rates\n${output}`).to.equal(0);
    expect(output).to.match(/http\.codes\.201/);
  });
});

/** The yardstick: what the script's buyer does, alone, without pauses; the best of three. */
const secondsOfOnePerson = async (shop: Shop): Promise<number> => {
  const productId = await shop.product(10);
  const seconds: number[] = [];
  for (let person = 0; person < 3; person += 1) {
    const startedAt = performance.now();
    const token = await shop.customer();
    const { body } = await shop.order(token, productId);
    await shop.outcome(token, body.order.id);
    seconds.push((performance.now() - startedAt) / 1000);
  }

  return Math.min(...seconds);
};

/** All of it where a person takes 0.2 s, as on two free cores; less where it takes longer. */
const shareFor = (seconds: number): number => Math.min(1, 0.2 / seconds);

type Script = Readonly<{
  config: Readonly<{ phases: readonly Readonly<Record<string, unknown>>[] }>;
}>;

/** The phases of the script, as long as they are there, with a share of the people. */
const phasesOf = (script: string, share: number) =>
  (parse(script) as Script).config.phases.map((phase) =>
    Object.fromEntries(
      Object.entries(phase).map(([key, value]) => [
        key,
        typeof value === 'number' && key !== 'duration'
          ? Math.max(1, Math.round(value * share))
          : value,
      ]),
    ),
  );
