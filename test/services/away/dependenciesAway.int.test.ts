import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startEventStoreNode } from '../../../embedded/eventStoreNode/index.js';
import type { LogFile } from '../../../embedded/eventStoreNode/storage/logFile.js';
import { startKafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import { hasRedis, startRedis } from '../../../embedded/redis/index.js';
import { type Services, startServices } from '../../security/system.js';
import { eventually } from '../../support/assertions/eventually.js';
import { askReady, isWhole } from '../../support/clients/ready.js';
import { freePort } from '../../support/servers/freePort.js';
import { startKafkaProxies } from '../../support/servers/kafkaProxies.js';
import { freshDatabase } from '../../support/servers/postgres.js';
import { startTcpProxy, type TcpProxy } from '../../support/servers/tcpProxy.js';
import { databaseLosses } from './databaseLosses.js';
import { prepareRequests, webhookSecret } from './requests.js';

type Server = 'Postgres' | 'event store' | 'Kafka' | 'Redis';

type Proxy = Pick<TcpProxy, 'cut' | 'refuse' | 'stop'>;

/** Takes something away; the function that it returns brings it back. */
type Loss = () => Promise<() => unknown>;

/**
 * Every route of every service while what it stands on is away, or fails: 503 or 504 with a code,
 * or a response as usual, but no 500. Silent servers take a minute more: SILENT_SERVERS=1.
 */
describe('What a dependency does is never a 500', function () {
  this.timeout(120_000);

  const folder = mkdtempSync(join(tmpdir(), 'quicksale-away-'));
  const endings: (() => unknown)[] = [];
  const disk = { isFull: false };
  let proxies: ReadonlyMap<Server, Proxy>;
  let databaseUrl: string;
  let system: Services;

  before(async () => {
    const [url, node, broker, redis] = await Promise.all([
      freshDatabase(),
      startEventStoreNode({ dir: join(folder, 'events'), port: 0, wrapFile: fillable(disk) }),
      startKafkaBroker({ dir: join(folder, 'kafka') }),
      hasRedis() ? startRedis({ dir: join(folder, 'redis'), port: await freePort() }) : null,
    ]);
    databaseUrl = url;
    const [postgres, eventStore, kafka, cache] = await Promise.all([
      startTcpProxy(Number(new URL(url).port)),
      startTcpProxy(node.port),
      startKafkaProxies([`127.0.0.1:${broker.port}`]),
      redis === null ? null : startTcpProxy(Number(new URL(redis.url).port)),
    ]);
    proxies = new Map<Server, Proxy>([
      ['Postgres', postgres],
      ['event store', eventStore],
      ['Kafka', kafka],
      ...(cache === null ? [] : [['Redis', cache] as const]),
    ]);
    system = await startServices({
      DATABASE_URL: url.replace(/:\d+\//, `:${postgres.port}/`),
      EVENTSTORE_URL: node.url.replace(String(node.port), String(eventStore.port)),
      KAFKA_BROKERS: kafka.addresses.join(','),
      PAYMENT_WEBHOOK_SECRET: webhookSecret,
      ...(cache !== null && { REDIS_URL: `redis://127.0.0.1:${cache.port}` }),
    });
    endings.push(system.stop, ...[...proxies.values()].map(({ stop }) => stop));
    endings.push(
      () => node.stop(),
      broker.stop,
      () => redis?.stop(),
    );
  });
  after(async () => {
    for (const end of endings) await end();
    rmSync(folder, { recursive: true, force: true });
  });

  const proxied =
    (server: Server, how: 'refuse' | 'cut'): Loss =>
    () =>
      Promise.resolve(proxies.get(server)?.[how]() ?? (() => undefined));

  const losses: Readonly<Record<string, Loss>> = {
    'Postgres is away': proxied('Postgres', 'refuse'),
    'the event store is away': proxied('event store', 'refuse'),
    'Kafka is away': proxied('Kafka', 'refuse'),
    'Redis is away': proxied('Redis', 'refuse'),
    'the event store’s disk is full': () => {
      disk.isFull = true;

      return Promise.resolve(() => {
        disk.isFull = false;
      });
    },
    ...Object.fromEntries(
      Object.entries(databaseLosses).map(([name, lose]) => [name, () => lose(databaseUrl)]),
    ),
    ...(process.env['SILENT_SERVERS'] === '1' && {
      'Postgres is silent': proxied('Postgres', 'cut'),
      'the event store is silent': proxied('event store', 'cut'),
      'Kafka is silent': proxied('Kafka', 'cut'),
      'Redis is silent': proxied('Redis', 'cut'),
    }),
  };

  for (const [name, takeAway] of Object.entries(losses))
    it(`while ${name}`, async () => {
      await eventually(async () => {
        const services = await Promise.all(Object.values(system.urls).map(askReady));
        expect(services.filter((one) => !isWhole(one)).map(({ body }) => body)).to.deep.equal([]);
      }, 30_000);
      // an append may still be refused when reads have come back
      let requests: Awaited<ReturnType<typeof prepareRequests>> = [];
      await eventually(async () => {
        requests = await prepareRequests(system);
      }, 30_000);
      const bringBack = await takeAway();
      const replies = await Promise.all(
        requests.map(async ({ route, send }) => ({ route, ...(await send()) })),
      ).finally(bringBack);
      const failed = replies.filter(({ status }) => status >= 500);

      expect(
        failed
          .map(({ route, status, body }) => `${route}: ${status} ${String(body['code'])}`)
          .filter((one) => !/: 50[34] [A-Z_]+$/.test(one)),
      ).to.deep.equal([]);
    });
});

/** A file that takes no more while the disk is full. */
const fillable =
  (disk: Readonly<{ isFull: boolean }>) =>
  (file: LogFile): LogFile => ({
    ...file,
    write: (bytes, position) => {
      if (disk.isFull) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
      file.write(bytes, position);
    },
  });
