import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openBenchContext } from '../harness/benchContext.js';
import { commitOf } from '../harness/machine.js';
import { errorText } from '../../platform/process/index.js';
import { assumptions } from './assumptions.js';
import { calibrate } from './calibrate.js';
import { check, deviation, tolerance } from './check.js';
import { type Costs, readCosts, writeCosts } from './costs.js';
import { planFleet, type Sale } from './fleet.js';
import { batchesAt, cpuOfPart } from './model.js';
import { checkReport, planReport } from './report.js';
import { seeded, simulatePart } from './simulate.js';

const help = `npm run plan -- [--buyers 1000000] [--units 20000] [--products 1] [--seconds 60] [--cores 8] [--json]
npm run plan -- --check [--quick]

What a sale needs: instances of each service, machines, stores, and where the first ceiling is, from
the costs in bench/plan/costs.json.

  --buyers <n>    how many come
  --units <n>     how many units there are, of all products together
  --products <n>  how many products they are spread over evenly
  --seconds <n>   in which the buyers come, and in which the units are to be decided
  --cores <n>     of each machine
  --json          the same as JSON
  --check         measures the costs on this machine (five minutes; nothing else should run), predicts
                  three other loads of the same rounds, and prints both; exit code 1 where a
                  prediction is off by more than ${tolerance * 100} %. Writes bench/plan/costs.json
  --quick         with --check: a minute, good for finding out that it works; writes nothing
`;

// from dist/bench/plan
const root = join(fileURLToPath(import.meta.url), '..', '..', '..', '..');

const options = {
  buyers: { type: 'string', default: '1000000' },
  units: { type: 'string', default: '20000' },
  products: { type: 'string', default: '1' },
  seconds: { type: 'string', default: '60' },
  cores: { type: 'string', default: '8' },
  json: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options });
  if (values.help) process.stdout.write(help);
  else if (values.check) await runCheck(values.quick);
  else printPlan(readCosts(root), toSale(values), values.json);
};

type Given = Readonly<Record<keyof Sale, string>>;

const toSale = ({ buyers, units, products, seconds, cores }: Given): Sale => ({
  buyers: positive('buyers', buyers),
  units: positive('units', units),
  products: positive('products', products),
  seconds: positive('seconds', seconds),
  cores: positive('cores', cores),
});

const positive = (name: string, text: string): number => {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw new Error(`--${name}: ${text} is no number above 0`);

  return value;
};

const printPlan = (costs: Costs, sale: Sale, isJson: boolean): void => {
  const fleet = planFleet(costs, sale);
  const simulation = simulate(costs, fleet.ordersPerSecond);
  process.stdout.write(
    isJson
      ? `${JSON.stringify({ sale, ...fleet, assumptions, simulation, checked: costs.checked }, null, 2)}\n`
      : planReport(costs, sale, { fleet, simulation }),
  );
};

const simulate = ({ parts, batching }: Costs, rate: number) => {
  const load = { rate, batches: batchesAt(batching, rate) };

  return Object.fromEntries(
    Object.entries(parts)
      .map(([part, cost]) => ({ part, cost, model: cpuOfPart(cost, load) }))
      .filter(({ model }) => model < 1)
      .map(({ part, cost, model }) => {
        const options = { rate, batching, seconds: 60, random: seeded(1) };

        return [part, { model, simulated: simulatePart(cost, options) }];
      }),
  );
};

const runCheck = async (isQuick: boolean): Promise<void> => {
  const context = await openBenchContext({
    name: 'plan',
    isQuick,
    profiles: null,
    buyers: null,
  });
  try {
    const calibrated = await calibrate(context);
    const checked = check(calibrated);
    const costs = { ...calibrated.costs, commit: commitOf(root), checked };
    if (!isQuick) writeCosts(root, costs);
    process.stdout.write(checkReport(costs));
    if (checked.some((one) => Math.abs(deviation(one)) > tolerance)) process.exitCode = 1;
  } finally {
    await context.close();
  }
};

await main().catch((error: unknown) => {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
});
// sockets of a load generator may linger
process.exit();
