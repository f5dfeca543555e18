import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type {
  OrderUpdate,
  SocketAuth,
  StartCursor,
  StockUpdate,
} from '../../../contracts/socket/index.js';
import type { Publisher, ReceivedMessage } from '../../../platform/messaging/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { loadNotifierConfig } from '../../../services/notifier/config.js';
import { writeNotifications } from '../../../services/notifier/consumers/writeNotifications.js';
import { type RunningNotifier, startNotifier } from '../../../services/notifier/service.js';
import { publishSigningKey, type SignIn } from '../../support/builders/accessTokens.js';
import { happenedAt, statusMessage, statusOf } from '../../support/builders/statusMessages.js';
import { until } from '../../support/clients/kafkaClients.js';
import {
  closeMessaging,
  closing,
  openKafka,
  openPublisher,
  silent,
} from '../../support/clients/messaging.js';
import { askReady, isWholeBesideOthers } from '../../support/clients/ready.js';
import { kafkaBrokers } from '../../support/servers/kafkaBroker.js';
import { freshDatabase } from '../../support/servers/postgres.js';

export type NotifierFixture = Readonly<{
  url: string;
  databaseUrl: string;
  database: Database;
  signIn: SignIn;
  publisher: Publisher;
  takeSocket: RunningNotifier['takeSocket'];
}>;

/** A database, a key to sign tokens with, a publisher, and a notifier that is ready. */
export const openNotifierFixture = async (): Promise<NotifierFixture> => {
  const databaseUrl = await freshDatabase();
  const database = closing(connectDatabase({ url: databaseUrl, logger: silent }));
  const signIn = await publishSigningKey(database);
  const publisher = openPublisher(await openKafka());
  const { url, takeSocket } = await openNotifier(databaseUrl);

  return { url, databaseUrl, database, signIn, publisher, takeSocket };
};

export const openNotifier = async (
  databaseUrl: string,
  env: NodeJS.ProcessEnv = {},
): Promise<RunningNotifier & { url: string }> => {
  const notifier = await openNotifierApi(databaseUrl, env);
  // it joins a group that others may just have left without a word
  await until(
    async () => isWholeBesideOthers(await askReady(notifier.url)),
    'the notifier',
    90_000,
  );

  return notifier;
};

/** For requests alone: whether it takes messages yet is not waited for. */
export const openNotifierApi = async (
  databaseUrl: string,
  env: NodeJS.ProcessEnv = {},
): Promise<RunningNotifier & { url: string }> => {
  const running = closing(
    await startNotifier(
      loadNotifierConfig({
        DATABASE_URL: databaseUrl,
        KAFKA_BROKERS: (await kafkaBrokers()).join(','),
        NOTIFIER_PORT: '0',
        LOG_LEVEL: 'silent',
        ...env,
      }),
    ),
  );
  return { ...running, url: running.url ?? '' };
};

const sockets: Socket[] = [];

export const closeNotifierFixture = async (): Promise<void> => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  await closeMessaging();
};

export type Client = Readonly<{
  socket: Socket;
  /** The cursor after which each connection began. */
  starts: number[];
  updates: OrderUpdate[];
  stock: StockUpdate[];
  /** `connected`, `refused: <code>`, `ended: <code>`, `disconnected: <reason>`, in order. */
  log: string[];
}>;

/** Opens a buyer's socket; resolves when it is connected or refused. */
export const openSocket = async (
  url: string,
  auth: Partial<SocketAuth> | Record<string, unknown>,
  options: Parameters<typeof io>[1] = {},
): Promise<Client> => {
  const socket = io(url, { auth, forceNew: true, transports: ['websocket'], ...options });
  sockets.push(socket);
  const client: Client = { socket, starts: [], updates: [], stock: [], log: [] };
  socket.on('connect', () => client.log.push('connected'));
  socket.on('connect_error', ({ message }) => client.log.push(`refused: ${message}`));
  socket.on('token_expired', ({ code }: { code: string }) => client.log.push(`ended: ${code}`));
  socket.on('disconnect', (reason) => client.log.push(`disconnected: ${reason}`));
  socket.on('cursor', ({ cursor }: StartCursor) => client.starts.push(cursor));
  socket.on('order.update', (update: OrderUpdate) => client.updates.push(update));
  socket.on('stock.update', (update: StockUpdate) => client.stock.push(update));
  await until(() => client.log.length > 0, 'the socket to connect or to be refused', 8_000);

  return client;
};

export const cursorsOf = ({ updates }: Client): number[] => updates.map(({ cursor }) => cursor);

export const upTo = (last: number): number[] =>
  Array.from({ length: last }, (_, index) => index + 1);

/** Messages as a handler receives them. */
export const receivedOf = (
  userId: string,
  count = 1,
  message = 'Your order is confirmed',
): ReceivedMessage<'order.status'>[] =>
  Array.from({ length: count }, () => toReceived(statusOf({ userId, message })));

export const toReceived = (
  value: ReturnType<typeof statusOf>,
  ceId: string = randomUUID(),
): ReceivedMessage<'order.status'> => ({
  topic: 'order.status',
  type: 'order.status',
  partition: 0,
  offset: 0n,
  key: value.orderId,
  timestamp: Date.now(),
  headers: { ce_id: ceId, ce_type: 'order.status', ce_time: happenedAt },
  value,
});

/** Writes `count` notifications of the user without Kafka. */
export const notify = async (
  { database }: NotifierFixture,
  userId: string,
  count: number,
): Promise<void> => {
  await writeNotifications(database)(receivedOf(userId, count));
};

/** Adds a product to the read model that sockets can watch; returns its id. */
export const addWatchedProduct = async (
  { database }: NotifierFixture,
  onHand: number,
  revision = 0,
): Promise<string> => {
  const productId = randomUUID();
  await database.query(
    `INSERT INTO read.products (product_id, sku, name, category, price, currency, version,
       on_hand, reserved, revision, created_at, updated_at)
     VALUES ($1::uuid, $1::uuid::text, $1::uuid::text, 'c', 100, 'EUR', 1, $2, 0, $3, now(), now())`,
    [productId, onHand, revision],
  );

  return productId;
};

type Level = Readonly<{ productId: string; available: number; revision: number }>;

/** Changes the stock of such a product, and notifies of it as the projector does. */
export const changeWatchedStock = async (
  { database }: NotifierFixture,
  level: Level,
): Promise<void> => {
  await database.query(
    'UPDATE read.products SET reserved = on_hand - $2, revision = $3 WHERE product_id = $1',
    [level.productId, level.available, level.revision],
  );
  await database.query("SELECT pg_notify('stock', $1)", [JSON.stringify(level)]);
};

export { statusMessage, statusOf, until };
