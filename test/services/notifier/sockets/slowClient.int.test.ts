import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { expect } from 'chai';
import { writeNotifications } from '../../../../services/notifier/consumers/writeNotifications.js';
import {
  closeNotifierFixture,
  cursorsOf,
  openNotifierFixture,
  openSocket,
  receivedOf,
  until,
  upTo,
  type NotifierFixture,
} from '../notifierFixture.js';

describe('N3 a client that stops reading', function () {
  this.timeout(120_000);

  let fixture: NotifierFixture;

  before(async () => {
    fixture = await openNotifierFixture();
  });

  after(closeNotifierFixture);

  it('is cut off, and holds up no other socket of its user', async () => {
    const userId = randomUUID();
    const token = fixture.signIn('customer', userId);
    const stuck = await openStuckSocket(fixture.url, token);
    const reading = await openSocket(fixture.url, { token });

    const long = 'x'.repeat(4_000);
    const write = writeNotifications(fixture.database);
    for (let batch = 0; batch < 60 && !stuck.isClosed(); batch += 1)
      await write(receivedOf(userId, 200, long));
    // sooner than a missing answer to a ping would end it
    await until(() => stuck.isClosed(), 'the stuck socket to be cut off', 5_000);

    const total = Math.max(...cursorsOf(reading));
    await until(() => reading.updates.length >= total, 'the other to have all');
    expect(cursorsOf(reading).slice(0, total)).to.deep.equal(upTo(total));
    expect(reading.log).to.deep.equal(['connected']);
  });
});

/** Speaks WebSocket by hand: shakes hands, signs in, and then never reads again. */
const openStuckSocket = async (url: string, token: string) => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let isClosed = false;
  socket.on('close', () => {
    isClosed = true;
  });
  socket.on('error', () => {
    isClosed = true;
  });
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.write(
    [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${Buffer.from(randomUUID().slice(0, 16)).toString('base64')}`,
      '\r\n',
    ].join('\r\n'),
  );
  await new Promise<void>((resolve) => socket.once('data', () => resolve()));
  socket.write(textFrame(`40${JSON.stringify({ token, cursor: 0 })}`));
  await new Promise<void>((resolve) => socket.once('data', () => resolve()));
  socket.pause();

  // a socket that is paused does not notice its end by itself: it tries to write
  return {
    isClosed: () => {
      if (!isClosed) socket.write(textFrame('3'));

      return isClosed;
    },
  };
};

/** A masked text frame, with a mask of zeros. */
const textFrame = (text: string): Buffer => {
  const payload = Buffer.from(text);
  const length =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 0xff]);

  return Buffer.concat([Buffer.from([0x81]), length, Buffer.alloc(4), payload]);
};
