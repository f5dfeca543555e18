import { randomUUID } from 'node:crypto';
import type { BenchContext } from '../harness/benchContext.js';
import { openHttpClient } from '../load/httpClient.js';
import { after, closedLoop, openLoop } from '../load/loops.js';
import { startModule } from '../system/moduleProcess.js';
import { cpuOfParts, cpuOfProcess } from '../system/processes.js';
import type { System } from '../system/quickSale.js';
import { fillShop } from './startShops.js';

/** What it did; `micros`: of CPU per order, shop and Postgres together. Times in milliseconds. */
export type ShopRun = Readonly<{ perSecond: number; micros: number; toAnswer: readonly number[] }>;

/** The shop of five statements, which says how fast the machine is while a bench runs. */
export type Yardstick = Readonly<{
  at: (pace: Readonly<{ perSecond: number; seconds: number }>) => Promise<ShopRun>;
  /** 64 connections that order again after every answer. */
  fullSpeed: (seconds: number) => Promise<ShopRun>;
}>;

const connections = 64;

/** `idleMicros` is what Postgres uses in a second without a shop; it is taken off. */
export const startYardstick = async (
  context: BenchContext,
  system: System,
  idleMicros: number,
): Promise<Yardstick> => {
  const productId = randomUUID();
  await fillShop(system, { productId, units: 100_000_000 });
  const module = new URL('./postgresShop.js', import.meta.url);
  const shop = await startModule(context, module, [system.endpoints.postgres, 'five']);
  const client = openHttpClient(shop.url, connections);
  context.atEnd(client.stop);
  const body = JSON.stringify({ items: [{ productId, quantity: 1 }] });
  const cpu = (): number => cpuOfProcess(shop.pid) + (cpuOfParts(system.folder)['postgres'] ?? 0);

  const measure = async (
    load: (buy: () => Promise<void>) => Promise<unknown>,
  ): Promise<ShopRun> => {
    const toAnswer: number[] = [];
    const [cpuBefore, startedAt] = [cpu(), performance.now()];
    await load(async () => {
      const clickedAt = performance.now();
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const { status } = await client.post({ path: '/api/orders', headers, body });
      if (status !== 201) throw new Error(`the shop answered ${status}`);
      toAnswer.push(performance.now() - clickedAt);
    });
    const seconds = (performance.now() - startedAt) / 1000;
    const micros = (cpu() - cpuBefore - idleMicros * seconds) / toAnswer.length;

    return { perSecond: toAnswer.length / seconds, micros, toAnswer };
  };

  return {
    at: (pace) => measure((buy) => openLoop(pace, buy)),
    fullSpeed: (seconds) => measure((buy) => closedLoop(connections, after(seconds * 1000), buy)),
  };
};
