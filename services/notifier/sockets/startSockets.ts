import type { HttpServer } from '../../../platform/http/index.js';
import type { SessionVerifier } from '../../../platform/identity/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import { listen, type Database } from '../../../platform/postgres/index.js';
import { acceptConnections } from './connections.js';
import { createCurrentCursors } from './currentCursors.js';
import { countSockets } from '../metrics.js';
import type { NotificationRows } from '../notifications/notificationRows.js';
import { createPush } from './push.js';
import { createSocketServer } from './socketServer.js';
import { createSessions } from './connectedSockets.js';
import { createStockWatch } from '../stock/stockWatch.js';

type Means = Readonly<{
  server: HttpServer;
  database: Database;
  verifier: SessionVerifier;
  rows: NotificationRows;
  corsOrigins: readonly string[];
  logger: Logger;
  metrics: Metrics;
}>;

/** Socket.IO on the service's HTTP server, fed by what Postgres notifies. */
export const startSockets = (means: Means): Readonly<{ stop: () => Promise<void> }> => {
  const { server, database, verifier, rows, corsOrigins, logger, metrics } = means;
  const io = createSocketServer(server.server, corsOrigins);
  const sessions = createSessions();
  const push = createPush({ rows, sessions, logger });
  const stock = createStockWatch({ io, database, logger });
  const currentCursor = createCurrentCursors(rows);
  const notifications = listen({
    url: database.url,
    channels: ['notifications', 'stock'],
    onNotification: (channel, payload) =>
      channel === 'stock' ? stock.onNotification(payload) : push.look(payload.split(',')),
    onReconnect: () => {
      push.lookAtAll();
      void stock.reread();
    },
    logger,
  });
  countSockets(metrics, io);
  acceptConnections({ io, verifier, sessions, push, currentCursor, watch: stock.watch, logger });

  return {
    stop: async () => {
      stock.stop();
      // clients take this for a broken connection and come back, to whoever serves then
      io.engine.close();
      await Promise.all([push.stop(), notifications.stop()]);
    },
  };
};
