import { catalogueNamespace } from '../../contracts/socket/index.js';
import { type Metrics, secondsSince } from '../../platform/metrics/index.js';
import type { SocketServer, UserSocket } from './sockets/socketServer.js';

export const countSockets = (metrics: Metrics, io: SocketServer): void => {
  metrics.gauge({
    name: 'quicksale_notifier_sockets',
    help: 'Sockets that are connected to this instance',
    collect: (gauge) => gauge.set(io.of('/').sockets.size),
  });
  metrics.gauge({
    name: 'quicksale_notifier_visitor_sockets',
    help: 'Sockets without an account that are connected to this instance',
    collect: (gauge) => gauge.set(io.of(catalogueNamespace).sockets.size),
  });
};

/**
 * Observes the time from the click to the push, of buyers who were connected when they clicked:
 * what others are sent has waited for them.
 */
export const observePushes = (
  metrics: Metrics,
): ((socket: UserSocket, placedAt: string | null) => void) => {
  const histogram = metrics.histogram({
    name: 'quicksale_click_to_push_seconds',
    help: 'From placing an order to the push of its decision',
  });

  return (socket, placedAt) => {
    if (placedAt === null) return;
    const isConnectedSince = Date.parse(placedAt) >= socket.handshake.issued;
    if (isConnectedSince) histogram.observe(secondsSince(placedAt));
  };
};
