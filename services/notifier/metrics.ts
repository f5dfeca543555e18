import { catalogueNamespace } from '../../contracts/socket/index.js';
import type { Metrics } from '../../platform/metrics/index.js';
import type { SocketServer } from './sockets/socketServer.js';

export const countSockets = (metrics: Metrics, io: SocketServer): void => {
  metrics.gauge({
    name: 'notifier_sockets',
    help: 'Sockets that are connected to this instance',
    collect: (gauge) => gauge.set(io.of('/').sockets.size),
  });
  metrics.gauge({
    name: 'notifier_visitor_sockets',
    help: 'Sockets without an account that are connected to this instance',
    collect: (gauge) => gauge.set(io.of(catalogueNamespace).sockets.size),
  });
};
