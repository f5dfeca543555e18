import type { HttpServer } from '../../../platform/http/index.js';
import type { SessionVerifier } from '../../../platform/identity/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import { listen, type Database } from '../../../platform/postgres/index.js';
import { stockChannel } from '../../../projections/products/notifications.js';
import type { NotifierConfig } from '../config.js';
import { countSockets } from '../metrics.js';
import type { NotificationRows } from '../notifications/notificationRows.js';
import { createStockWatch } from '../stock/stockWatch.js';
import type { ConnectedSockets } from './connectedSockets.js';
import { acceptConnections } from './connections.js';
import { createCurrentCursor } from './currentCursor.js';
import type { NotificationPush } from './pushNotifications.js';
import { createSocketServer } from './socketServer.js';
import { acceptVisitors } from './visitors.js';

type Deps = Readonly<{
  server: HttpServer;
  database: Database;
  verifier: SessionVerifier;
  rows: NotificationRows;
  config: Pick<NotifierConfig, 'corsOrigins' | 'trustedProxies' | 'visitorSocketsPerAddress'>;
  logger: Logger;
  metrics: Metrics;
  sockets: ConnectedSockets;
  push: NotificationPush;
}>;

/**
 * Starts Socket.IO on the service's HTTP server; notifications of Postgres trigger its messages.
 */
export const startSockets = (deps: Deps): Readonly<{ stop: () => Promise<void> }> => {
  const { server, database, verifier, rows, config, logger, metrics, sockets, push } = deps;
  const { trustedProxies, visitorSocketsPerAddress: socketsPerAddress } = config;
  const io = createSocketServer(server.server, config.corsOrigins);
  const stock = createStockWatch({ io, database, logger });
  const currentCursor = createCurrentCursor(rows);
  const listener = listen({
    url: database.url,
    channels: ['notifications', stockChannel],
    onNotification: (channel, payload) =>
      channel === stockChannel ? stock.onNotification(payload) : push.onNotification(payload),
    onReconnect: () => {
      push.pushAllPending();
      void stock.refresh();
    },
    logger,
  });
  countSockets(metrics, io);
  const { watch } = stock;
  acceptConnections({ io, verifier, sockets, push, currentCursor, watch, logger });
  acceptVisitors({ io, watch, trustedProxies, socketsPerAddress });

  return {
    stop: async () => {
      stock.stop();
      // clients take this for a broken connection and reconnect to an instance that runs
      io.engine.close();
      await Promise.all([push.stop(), listener.stop()]);
    },
  };
};
