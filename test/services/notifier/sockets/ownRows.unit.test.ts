import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { OwnedNotification } from '../../../../services/notifier/notifications/notificationRows.js';
import { createConnectedSockets } from '../../../../services/notifier/sockets/connectedSockets.js';
import { silent } from '../../../support/clients/messaging.js';
import { eventually } from '../../../support/assertions/eventually.js';
import { createOwnRows, parseNotices } from '../../../../services/notifier/sockets/ownRows.js';
import type { UserSocket } from '../../../../services/notifier/sockets/socketServer.js';

describe('Rows that this process writes', () => {
  const userId = randomUUID();

  it('are sent when they are there, and not read, whenever Postgres tells of them', () => {
    const { rows, sent, reads } = openRows([4]);

    const end = rows.expectRows([userId]);
    rows.note({ userId, cursor: 6 });
    end([rowAt(5), rowAt(6)]);
    rows.note({ userId, cursor: 6 });

    expect(sent).to.deep.equal([
      [0, 5],
      [0, 6],
    ]);
    expect(reads).to.deep.equal([]);
  });

  it('are read by a socket that lacks one before them', () => {
    const { rows, sent, reads } = openRows([5, 4]);

    rows.expectRows([userId])([rowAt(6)]);

    expect(sent).to.deep.equal([[0, 6]]);
    expect(reads).to.deep.equal([userId]);
  });

  it('hide no row of somebody else, of which Postgres tells meanwhile', () => {
    const { rows, reads } = openRows([4]);

    const end = rows.expectRows([userId]);
    rows.note({ userId, cursor: 6 });
    expect(reads).to.deep.equal([]);
    end([rowAt(5)]);

    expect(reads).to.deep.equal([userId]);
  });

  it('are looked for when their write has failed, and only if Postgres told of any', () => {
    const { rows, reads } = openRows([4]);

    rows.expectRows([userId])([]);
    expect(reads).to.deep.equal([]);
    const end = rows.expectRows([userId]);
    rows.note({ userId, cursor: 5 });
    end([]);

    expect(reads).to.deep.equal([userId]);
  });

  it('are read after the last write of their user when one ends before another that began earlier', () => {
    const { rows, sent, reads } = openRows([4]);

    const [first, second] = [rows.expectRows([userId]), rows.expectRows([userId, userId])];
    second([rowAt(6)]);
    expect(sent).to.deep.equal([]);
    first([rowAt(5)]);

    expect(sent).to.deep.equal([[0, 5]]);
    expect(reads).to.deep.equal([userId]);
  });

  it('keep a row of somebody else waiting for a moment only when their write hangs', async () => {
    const { rows, reads } = openRows([4]);

    rows.expectRows([userId]);
    rows.note({ userId, cursor: 5 });
    await eventually(() => expect(reads).to.deep.equal([userId]));
    rows.note({ userId, cursor: 6 });

    expect(reads).to.deep.equal([userId, userId]);
  });

  it('are read when they cannot be sent, and later notices count again', () => {
    const { rows, reads } = openRows([4], () => {
      throw new Error('a socket broke');
    });

    rows.expectRows([userId])([rowAt(5)]);
    rows.note({ userId, cursor: 6 });

    expect(reads).to.deep.equal([userId, userId]);
  });

  it('are told of with their cursors, and without by an older release', () => {
    expect(parseNotices('a,5,b,17')).to.deep.equal([
      { userId: 'a', cursor: 5 },
      { userId: 'b', cursor: 17 },
    ]);
    expect(parseNotices('a,b')).to.deep.equal([
      { userId: 'a', cursor: Infinity },
      { userId: 'b', cursor: Infinity },
    ]);
  });

  const rowAt = (cursor: number) =>
    ({ userId, notification: { cursor }, placedAt: null }) as unknown as OwnedNotification;

  /** A user with a socket for each cursor; `sent` has which one was sent what. */
  const openRows = (cursors: readonly number[], onSend: () => void = () => undefined) => {
    const sockets = createConnectedSockets();
    const all = cursors.map(
      (sent) => ({ data: { principal: { userId }, sent } }) as unknown as UserSocket,
    );
    all.forEach(sockets.add);
    const sent: [number, number][] = [];
    const reads: string[] = [];
    const rows = createOwnRows({
      sockets,
      send: (socket, { notification: { cursor } }) => {
        onSend();
        socket.data.sent = cursor;
        sent.push([all.indexOf(socket), cursor]);
      },
      pushPending: (userIds) => reads.push(...userIds),
      logger: silent,
    });

    return { rows, sent, reads };
  };
});
