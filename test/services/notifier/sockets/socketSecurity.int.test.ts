import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { expect } from 'chai';
import { WebSocket } from 'undici';
import { pause } from '../../../support/clients/kafkaClients.js';
import {
  closeNotifierFixture,
  notify,
  openNotifierFixture,
  openNotifier,
  openSocket,
  until,
  type NotifierFixture,
} from '../notifierFixture.js';
import { outliveFrames } from './frames.js';

describe('notifier sockets under attack', function () {
  this.timeout(120_000);

  let fixture: NotifierFixture;

  before(async () => {
    fixture = await openNotifierFixture();
  });

  after(closeNotifierFixture);

  describe('W1 handshake', () => {
    for (const [what, auth] of Object.entries({
      nothing: {},
      'a number as token': { token: 1 },
      'an empty token': { token: '' },
      'a negative cursor': { token: 'x', cursor: -1 },
      'a cursor that is text': { token: 'x', cursor: '1' },
    }))
      it(`refuses ${what}`, async () => {
        const { log } = await openSocket(fixture.url, auth);
        expect(log).to.deep.equal(['refused: AUTH_INVALID']);
      });

    it('refuses a token that nobody signed, over both transports', async () => {
      for (const transports of [['websocket'], ['polling']]) {
        const { log } = await openSocket(fixture.url, { token: 'a.b.c' }, { transports });
        expect(log).to.deep.equal(['refused: TOKEN_INVALID']);
      }
    });

    it('serves a client that only polls', async () => {
      const userId = randomUUID();
      const client = await openSocket(
        fixture.url,
        { token: fixture.signIn('customer', userId) },
        { transports: ['polling'] },
      );
      await notify(fixture, userId, 1);
      await until(() => client.updates.length > 0, 'the update');
    });

    it('closes a connection that does not say who it is within 5 s', async () => {
      const socket = new WebSocket(`${fixture.url}/socket.io/?EIO=4&transport=websocket`);
      const began = performance.now();
      await new Promise((resolve) => socket.addEventListener('close', resolve));

      expect(performance.now() - began).to.be.within(3_000, 6_500);
    });
  });

  it('T17 refuses a token in the URL', async () => {
    const token = fixture.signIn();
    for (const query of [`token=${token}`, `access_token=x`, `cursor=1&x=Bearer%20${token}`]) {
      const url = `${fixture.url}/socket.io/?EIO=4&transport=polling&${query}`;
      expect((await fetch(url)).status).to.equal(403);
    }
    const { log } = await openSocket(fixture.url, { token }, { query: { token } });
    expect(log[0]).to.match(/^refused/);
  });

  it('Z20 refuses pages of other origins', async () => {
    const url = `${fixture.url}/socket.io/?EIO=4&transport=polling`;
    const statusFor = async (origin: string) => statusOf(url, { origin });

    expect(await statusFor('https://evil.example')).to.equal(403);
    expect(await statusFor('null')).to.equal(403);
    expect(await statusFor(`${fixture.url}.evil.example`)).to.equal(403);
    expect(await statusFor(fixture.url)).to.equal(200);
  });

  it('W2 ends a socket when its token ends', async () => {
    const token = fixture.signIn('customer', randomUUID(), { seconds: 2 });
    const began = performance.now();
    const { log } = await openSocket(fixture.url, { token });
    await until(() => log.length === 3, 'the end');

    expect(log).to.deep.equal([
      'connected',
      'ended: TOKEN_EXPIRED',
      'disconnected: io server disconnect',
    ]);
    expect(performance.now() - began).to.be.below(3_200);
  });

  it('W3 ends the sockets of a session on every instance within 2 s of its logout', async () => {
    const other = await openNotifier(fixture.databaseUrl);
    const [sid, userId] = [randomUUID(), randomUUID()];
    const token = fixture.signIn('customer', userId, { sid });
    const otherToken = fixture.signIn('customer', userId);
    const ending = await Promise.all([
      openSocket(fixture.url, { token }),
      openSocket(other.url, { token }),
    ]);
    const staying = await openSocket(other.url, { token: otherToken });

    const began = performance.now();
    await fixture.database.query(
      "INSERT INTO auth.revoked_sessions (sid, until) VALUES ($1, now() + interval '15 minutes')",
      [sid],
    );
    await fixture.database.query("SELECT pg_notify('auth_changed', '')");
    await until(() => ending.every(({ log }) => log.length === 3), 'both to end');

    expect(performance.now() - began).to.be.below(2_000);
    for (const { log } of ending) expect(log[1]).to.equal('ended: SESSION_REVOKED');
    expect(staying.log).to.deep.equal(['connected']);
    const again = await openSocket(fixture.url, { token });
    expect(again.log).to.deep.equal(['refused: SESSION_REVOKED']);
    await other.stop();
  });

  describe('W5 abuse', () => {
    it('allows a user ten sockets', async () => {
      const token = fixture.signIn();
      for (let count = 0; count < 10; count += 1) await openSocket(fixture.url, { token });

      const { log } = await openSocket(fixture.url, { token });

      expect(log).to.deep.equal(['refused: TOO_MANY_SOCKETS']);
    });

    it('allows a user ten sockets also when all come at once', async () => {
      const token = fixture.signIn();
      const clients = await Promise.all(
        Array.from({ length: 15 }, () => openSocket(fixture.url, { token })),
      );
      const connected = () => clients.filter(({ socket }) => socket.connected);
      await until(() => connected().length <= 10, 'the others to end');
      await pause(200);

      expect(connected()).to.have.length(10);
    });

    it('ends a socket that floods, and no other', async () => {
      const [flooding, quiet] = await Promise.all([
        openSocket(fixture.url, { token: fixture.signIn() }),
        openSocket(fixture.url, { token: fixture.signIn() }),
      ]);
      for (let count = 0; count < 200; count += 1) flooding.socket.emit('anything', count);
      await until(() => flooding.log.length > 1, 'the end');

      expect(quiet.log).to.deep.equal(['connected']);
    });

    it('ends a socket that sends more than 16 KiB at once', async () => {
      const { socket, log } = await openSocket(fixture.url, { token: fixture.signIn() });
      socket.emit('watch', { productIds: ['x'.repeat(20_000)] });
      await until(() => log.length > 1, 'the end');
    });
  });

  for (const frame of ['49', '42{', '42[', '4nonsense', 'nonsense', '', '40/other,{'])
    it(`W6 ends a socket that sends ${JSON.stringify(frame)}`, async () => {
      const socket = new WebSocket(`${fixture.url}/socket.io/?EIO=4&transport=websocket`);
      const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
      await new Promise((resolve) => socket.addEventListener('open', resolve));
      socket.send(`40${JSON.stringify({ token: fixture.signIn() })}`);
      const began = performance.now();
      socket.send(frame);
      await closed;

      // Sooner than the 5 s after which a socket is closed that has not signed in.
      expect(performance.now() - began).to.be.below(3_000);
    });

  it('W6 outlives 5 000 malformed frames', () => outliveFrames(fixture, 5_000));
});

const statusOf = (url: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
