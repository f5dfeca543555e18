import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { createLogger } from '../../../../platform/logging/index.js';
import type { NotificationRows } from '../../../../services/notifier/notifications/notificationRows.js';
import { createConnectedSockets } from '../../../../services/notifier/sockets/connectedSockets.js';
import { createNotificationPush } from '../../../../services/notifier/sockets/pushNotifications.js';
import type { UserSocket } from '../../../../services/notifier/sockets/socketServer.js';
import { eventually } from '../../../support/assertions/eventually.js';

const users = 1_200;

describe('Notifications of which no notice came', () => {
  it('are looked for once a second, for many users in turn', async () => {
    const sockets = createConnectedSockets();
    for (let count = 0; count < users; count += 1) sockets.add(socketOf(randomUUID()));
    const reads: number[] = [];
    const seen = new Set<string>();
    const push = createNotificationPush({
      rows: {
        after: (after: readonly Readonly<{ userId: string }>[]) => {
          reads.push(after.length);
          for (const { userId } of after) seen.add(userId);

          return Promise.resolve([]);
        },
      } as unknown as NotificationRows,
      sockets,
      logger: createLogger({ name: 'test', level: 'silent' }),
      onPushed: () => undefined,
      traces: { pushed: () => undefined },
    });
    await eventually(() => expect(seen.size).to.equal(users)).finally(push.stop);

    expect(Math.max(...reads)).to.be.at.most(500);
  });
});

const socketOf = (userId: string): UserSocket =>
  ({ data: { principal: { userId }, sent: 0 } }) as unknown as UserSocket;
