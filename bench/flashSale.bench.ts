import type { Bench, Figure } from './harness/bench.js';
import { buy } from './load/buy.js';
import { type Buyers, connectBuyers } from './load/buyers.js';
import { refuseFaults } from './load/faults.js';
import { after, closedLoop } from './load/loops.js';
import { ownCpu } from './load/ownCpu.js';
import { median } from './harness/statistics.js';
import { latencies, newTally } from './load/tally.js';
import { burstCallers, burstOfShop, compareBursts } from './sale/bursts.js';
import { cpuBetween, cpuOfParts } from './system/processes.js';
import { toggleProfiles } from './system/profiles.js';
import { startSystem, type System } from './system/quickSale.js';

const buyerCount = 400;

/** In the sustained part everybody waits for the push before they buy again. */
const callers = { burst: burstCallers, sustained: 256 };

export const flashSale: Bench = {
  name: 'flashSale',
  question: 'How many orders a second, from the click to the push, next to a CRUD shop?',
  limit: 15,
  run: async (context) => {
    const { isQuick, profiles } = context;
    const seconds = { burst: isQuick ? 2 : 10, sustained: isQuick ? 5 : 60 };
    const rounds = isQuick ? 1 : 3;
    const system = await startSystem(context, { profiles });
    const buyers = await connectBuyers(system, { count: buyerCount });
    context.atEnd(buyers.stop);
    const bursts = await compareBursts(context, {
      system,
      buyers,
      seconds: seconds.burst,
      rounds,
    });
    const sale = await sustain({ system, buyers, seconds: seconds.sustained }, profiles);

    return {
      settings: {
        buyers: buyerCount,
        callers,
        seconds,
        rounds,
        limits: 'off',
        profiled: profiles !== null,
      },
      figures: [...bursts, ...sale.figures, againstShop(sale, bursts)],
      remarks: [sale.proof, costs(sale)],
    };
  },
};

type Sale = Readonly<{ system: System; buyers: Buyers; seconds: number }>;

type Sold = Readonly<{ figures: Figure[]; proof: string; cpu: Record<string, number> }>;

/** More units than can be sold in the time: sold out on the way would end the sale. */
const sustain = async (
  { system, buyers, seconds }: Sale,
  profiles: string | null,
): Promise<Sold & { decided: number }> => {
  const units = 1_000_000;
  const productId = await system.addProduct(units);
  const tally = newTally();
  if (profiles !== null) toggleProfiles(system.folder);
  const before = cpuOfParts(system.folder);
  const own = ownCpu();
  const took = await closedLoop(callers.sustained, after(seconds * 1000), (caller) =>
    buy({ buyers, productId, tally }, caller),
  );
  const generator = own();
  if (profiles !== null) toggleProfiles(system.folder);
  const cpu = { ...cpuBetween(before, cpuOfParts(system.folder)), 'load generator': generator };
  refuseFaults(tally);
  const { reserved, available } = await system.stockOf(productId);
  const decided = tally.confirmed + tally.refused;
  const { p50, p95, p99 } = latencies(tally.toPush);
  const one = (what: string, unit: string, value: number): Figure => ({
    what,
    unit,
    rounds: [value],
  });

  return {
    cpu,
    decided,
    proof: `sold ${tally.confirmed}, reserved ${reserved}, left ${available} of ${units}`,
    figures: [
      one(sustained, 'orders/s', decided / took),
      one('click to push p50', 'ms', p50),
      one('click to push p95', 'ms', p95),
      one('click to push p99', 'ms', p99),
      one('click to answer p50', 'ms', latencies(tally.toAnswer).p50),
      one('load generator', 'µs/order', generator / decided),
    ],
  };
};

const sustained = 'click to push, sustained';

/** Orders decided, next to what the shop of the same run accepted. */
const againstShop = ({ figures }: Sold, bursts: readonly Figure[]): Figure => {
  const own = figures.find(({ what }) => what === sustained)?.rounds ?? [];
  const shop = bursts.find(({ what }) => what === burstOfShop)?.rounds ?? [];

  return {
    what: `${sustained}, against what five statements accept`,
    unit: 'times',
    rounds: own.map((perSecond) => perSecond / median(shop)),
    floor: { atLeast: 0.8 },
  };
};

const costs = ({ cpu, decided }: Readonly<{ cpu: Record<string, number>; decided: number }>) =>
  `CPU µs per order: ${Object.entries(cpu)
    .map(([part, microseconds]) => `${part} ${Math.round(microseconds / decided)}`)
    .join(', ')}`;
