import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EventStoreDBClient, type EventData, jsonEvent, START } from '@eventstore/db-client';
import { ANY } from '../embedded/eventStoreNode/store/expectedRevision.js';
import { openEventStore } from '../embedded/eventStoreNode/store/eventStore.js';
import { parseUuid } from '../embedded/eventStoreNode/store/uuid.js';

/**
 * How fast is the event store node, and what does it hold in memory?
 * Run: node --import tsx bench/eventStoreNode.bench.ts [events of the large store, default 1000000]
 */
const LARGE = Number(process.argv[2] ?? 1_000_000);
const CHILD = fileURLToPath(new URL('./eventStoreNodeChild.ts', import.meta.url));
const ROUNDS = 7;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

type Usage = { readonly rss: number; readonly cpu: number };
type Bench = Usage & { child: ChildProcess; url: string; dir: string };

async function start(dir: string, sync: 'sync' | 'nosync'): Promise<Bench> {
  const args = ['--import', 'tsx', CHILD, dir, sync];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];

  return { child, dir, ...(JSON.parse(line.toString()) as Usage & { url: string }) };
}

async function stop({ child, dir }: Bench): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
  await rm(dir, { recursive: true });
}

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'quicksale-bench-'));

const reserved = (): EventData =>
  jsonEvent({
    type: 'StockReserved',
    data: { orderId: randomUUID(), itemId: randomUUID(), quantity: 1, available: 41 },
    metadata: { $correlationId: randomUUID(), commandId: randomUUID(), schemaVersion: 1 },
  });

/** Appends per second. */
async function appends(
  client: EventStoreDBClient,
  { writers, total, events }: { writers: number; total: number; events: number },
): Promise<number> {
  let left = total;
  const begin = performance.now();
  const write = async (_: unknown, writer: number): Promise<void> => {
    while (left-- > 0) {
      await client.appendToStream(
        `order-${writer}-${left}`,
        Array.from({ length: events }, reserved),
      );
    }
  };
  await Promise.all(Array.from({ length: writers }, write));

  return (total / (performance.now() - begin)) * 1000;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Turn and turn about, so that a noisy neighbour hits both. */
async function compareWithoutSync(): Promise<void> {
  const load = { writers: 64, total: 4000, events: 1 };
  const nodes = [await start(await newFolder(), 'sync'), await start(await newFolder(), 'nosync')];
  const clients = nodes.map(({ url }) => EventStoreDBClient.connectionString(url));
  const rates: number[][] = [[], []];
  for (const client of clients) await appends(client, load);
  const before = await Promise.all(nodes.map(usageOf));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [i, client] of clients.entries()) rates[i]?.push(await appends(client, load));
  }
  const after = await Promise.all(nodes.map(usageOf));
  const cpu = after.map((usage, i) =>
    ((usage.cpu - (before[i]?.cpu ?? 0)) / (ROUNDS * load.total)).toFixed(0),
  );
  const [durable = 0, volatile = 0] = rates.map(median);
  const percent = ((durable / volatile) * 100).toFixed(0);
  say(
    `64 concurrent appends: ${durable.toFixed(0)}/s durable, ${volatile.toFixed(0)}/s without fdatasync: ${percent} %`,
  );
  say(`node CPU per append: ${cpu.join(' µs durable, ')} µs without fdatasync`);
  for (const client of clients) await client.dispose();
  for (const node of nodes) await stop(node);
}

async function measureOneNode(): Promise<void> {
  const node = await start(await newFolder(), 'sync');
  const client = EventStoreDBClient.connectionString(node.url);
  await appends(client, { writers: 64, total: 3000, events: 1 });
  const alone = await appends(client, { writers: 1, total: 1000, events: 1 });
  say(`1 writer: ${alone.toFixed(0)} durable appends/s`);
  const batches = await appends(client, { writers: 16, total: 1000, events: 100 });
  say(`100 events per append, 16 writers: ${(batches * 100).toFixed(0)} events/s`);
  const begin = performance.now();
  const count = await catchUp(client);
  const rate = (count / (performance.now() - begin)) * 1000;
  say(`$all catch-up: ${rate.toFixed(0)} events/s (${count} events)`);
  await client.dispose();
  await stop(node);
}

async function catchUp(client: EventStoreDBClient): Promise<number> {
  let count = 0;
  const subscription = client.subscribeToAll({ fromPosition: START });
  subscription.on('data', () => (count += 1));
  await once(subscription, 'caughtUp');
  await subscription.unsubscribe();

  return count;
}

async function fill(dir: string): Promise<void> {
  const store = await openEventStore({ dir });
  const proposed = (): {
    id: Buffer;
    type: string;
    isJson: boolean;
    data: Buffer;
    metadata: Buffer;
  } => ({
    id: parseUuid(randomUUID()),
    type: 'StockReserved',
    isJson: true,
    data: Buffer.from(`{"orderId":"${randomUUID()}","itemId":"${randomUUID()}","quantity":1}`),
    metadata: Buffer.from(`{"commandId":"${randomUUID()}","schemaVersion":1}`),
  });
  for (let done = 0; done < LARGE; done += 2000) {
    const writes = Array.from({ length: 500 }, () =>
      store.writer.append({
        stream: `order-${randomUUID()}`,
        expected: ANY,
        events: Array.from({ length: 4 }, proposed),
      }),
    );
    await Promise.all(writes);
  }
  await store.stop();
}

async function measureLargeStore(): Promise<void> {
  const dirs = [await newFolder(), await newFolder()];
  const [large = '', none = ''] = dirs;
  await fill(large);
  const empty = await start(none, 'sync');
  const begin = performance.now();
  const node = await start(large, 'sync');
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  say(`start with ${LARGE} events in ${LARGE / 4} streams: ${seconds} s`);
  const [rss, least] = [await settledRss(node), await settledRss(empty)];
  const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  say(
    `memory: ${mib(rss)} MiB, empty ${mib(least)} MiB: ${((rss - least) / LARGE).toFixed(0)} B per event`,
  );
  await stop(node);
  await stop(empty);
}

async function usageOf({ child }: Bench): Promise<Usage> {
  child.kill('SIGUSR2');
  if (child.stdout === null) throw new Error('the child has no stdout');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];

  return JSON.parse(line.toString()) as Usage;
}

async function settledRss(node: Bench): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1000));

  return (await usageOf(node)).rss;
}

await compareWithoutSync();
await measureOneNode();
await measureLargeStore();
