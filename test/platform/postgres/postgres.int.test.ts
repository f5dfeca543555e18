import { expect } from 'chai';
import { createServer, type AddressInfo } from 'node:net';
import { createLogger } from '../../../platform/logging/index.js';
import {
  CommitUnknown,
  connectDatabase,
  type Database,
  DatabaseUnavailable,
  isUniqueViolation,
  listen,
  withLeadership,
} from '../../../platform/postgres/index.js';
import { eventually } from '../../support/assertions/eventually.js';
import { freshDatabase } from '../../support/servers/postgres.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import { startTcpProxy } from '../../support/servers/tcpProxy.js';

describe('Postgres', () => {
  describe('a database', () => {
    it('gives bigint columns as numbers, and refuses to round them', async () => {
      const [row] = await database.query('SELECT 42::bigint AS number, NULL::bigint AS nothing');
      const error = await rejectionOf(database.query('SELECT 9007199254740993::bigint AS number'));

      expect(row).to.deep.equal({ number: 42, nothing: null });
      expect(error).to.be.instanceOf(RangeError);
      expect(await database.query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    });

    it('leaves the complaints of Postgres as they are', async () => {
      const insert = () => database.query('INSERT INTO things (id) VALUES (1)');
      await insert();
      const error = await rejectionOf(insert());

      expect(isUniqueViolation(error)).to.equal(true);
      expect(isUniqueViolation(error, 'things_pkey')).to.equal(true);
      expect(isUniqueViolation(error, 'other')).to.equal(false);
      expect(error).to.not.be.instanceOf(DatabaseUnavailable);
    });

    it('is unavailable when nobody listens', async () => {
      const nowhere = connectDatabase({ url: 'postgres://a:b@127.0.0.1:1/c', logger });

      expect(await rejectionOf(nowhere.ping())).to.be.instanceOf(DatabaseUnavailable);
      expect(await rejectionOf(nowhere.transaction(() => Promise.resolve()))).to.be.instanceOf(
        DatabaseUnavailable,
      );
      await nowhere.stop();
    });

    it('does not know the outcome when the answer to COMMIT is lost', async () => {
      const url = new URL(database.url);
      const proxy = await startTcpProxy(Number(url.port));
      url.port = String(proxy.port);
      const behindProxy = connectDatabase({ url: url.href, logger, queryTimeoutMs: 300 });
      let unmute = (): void => undefined;
      const error = await rejectionOf(
        behindProxy.transaction(async (client) => {
          await client.query('INSERT INTO things (id) VALUES (77)');
          unmute = proxy.mute();
        }),
      );

      expect(error).to.be.instanceOf(CommitUnknown);
      expect(await database.query('SELECT id FROM things WHERE id = 77')).to.have.length(1);
      unmute();
      await behindProxy.stop();
      await proxy.stop();
    });

    it('is unavailable within its deadline when the server does not answer', async () => {
      const mute = createServer(() => undefined);
      await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
      const { port } = mute.address() as AddressInfo;
      const paused = connectDatabase({ url: `postgres://a:b@127.0.0.1:${port}/c`, logger });
      const since = performance.now();

      expect(await rejectionOf(paused.ping())).to.be.instanceOf(DatabaseUnavailable);
      expect(performance.now() - since).to.be.below(2500);
      await paused.stop();
      mute.close();
    });

    it('gives up a statement that takes too long, and stays usable', async () => {
      const hasty = connectDatabase({ url: database.url, logger, queryTimeoutMs: 200, max: 1 });

      expect(await rejectionOf(hasty.query('SELECT pg_sleep(5)'))).to.be.instanceOf(
        DatabaseUnavailable,
      );
      expect(await hasty.query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
      await hasty.stop();
    });

    it('rolls back a transaction whose work fails', async () => {
      const work = database.transaction(async (client) => {
        await client.query('INSERT INTO things (id) VALUES (2)');
        throw new TypeError('no');
      });

      expect(await rejectionOf(work)).to.be.instanceOf(TypeError);
      expect(await database.query('SELECT 1 FROM things WHERE id = 2')).to.deep.equal([]);
      const kept = database.transaction((client) =>
        client.query('INSERT INTO things (id) VALUES (3) RETURNING id'),
      );
      expect(await kept).to.deep.equal([{ id: 3 }]);
    });

    it('survives that its backend is killed while a transaction holds it', async () => {
      const work = database.transaction(async (client) => {
        await database.query(killOthers);
        await client.query('SELECT 1');
      });

      expect(await rejectionOf(work)).to.be.instanceOf(DatabaseUnavailable);
      expect(await database.query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    });
  });

  describe('listening', () => {
    it('hears notifications, and says when it was away', async () => {
      const heard: string[] = [];
      const listening = listen({
        url: database.url,
        channels: ['sports', 'weather'],
        onNotification: (channel, payload) => heard.push(`${channel} ${payload}`),
        onReconnect: () => heard.push('connected'),
        logger,
      });
      await eventually(() => expect(heard).to.deep.equal(['connected']));
      await database.query("SELECT pg_notify('sports', 'one'), pg_notify('weather', '')");
      await eventually(() => expect(heard).to.deep.equal(['connected', 'sports one', 'weather ']));

      await database.query(killOthers);
      await eventually(() => expect(heard.at(-1)).to.equal('connected'));
      await database.query("SELECT pg_notify('sports', 'two')");
      await eventually(() => expect(heard.at(-1)).to.equal('sports two'));
      await listening.stop();
    });

    it('connects again when its connection is dead and neither side was told', async () => {
      const url = new URL(database.url);
      const proxy = await startTcpProxy(Number(url.port));
      url.port = String(proxy.port);
      const heard: string[] = [];
      const listening = listen({
        url: url.href,
        channels: ['sports'],
        onNotification: (_channel, payload) => heard.push(payload),
        onReconnect: () => heard.push('connected'),
        logger,
      });
      await eventually(() => expect(heard).to.deep.equal(['connected']));

      proxy.freeze();
      await eventually(() => expect(heard).to.deep.equal(['connected', 'connected']), 10_000);
      await database.query("SELECT pg_notify('sports', 'two')");
      await eventually(() => expect(heard.at(-1)).to.equal('two'));
      await listening.stop();
      await proxy.stop();
    });

    it('shares one connection with all of the process that listen to the same database', async () => {
      const url = await freshDatabase({ migrated: false });
      const heard: string[] = [];
      const join = (name: string, channel: string) =>
        listen({
          url,
          channels: [channel],
          onNotification: (_, payload) => heard.push(`${name} ${payload}`),
          onReconnect: () => heard.push(`${name} connected`),
          logger,
        });
      const [first, second] = [join('first', 'sports'), join('second', 'sports')];
      await eventually(() =>
        expect(heard).to.have.members(['first connected', 'second connected']),
      );
      const late = join('late', 'weather');
      await eventually(() => expect(heard).to.include('late connected'));
      const sessions = await database.query('SELECT FROM pg_stat_activity WHERE datname = $1', [
        new URL(url).pathname.slice(1),
      ]);
      expect(sessions).to.have.length(1);

      await first.stop();
      const speaking = connectDatabase({ url, logger });
      await speaking.query("SELECT pg_notify('sports', 'sun'), pg_notify('weather', 'rain')");
      await eventually(() => expect(heard.slice(3)).to.have.members(['second sun', 'late rain']));
      await Promise.all([second.stop(), late.stop(), speaking.stop()]);
    });

    it('keeps the mistake of one listener from the others', async () => {
      const heard: string[] = [];
      const join = (onNotification: (channel: string, payload: string) => void) =>
        listen({
          url: database.url,
          channels: ['sports'],
          onNotification,
          onReconnect: () => heard.push('connected'),
          logger,
        });
      const mistaken = join(() => {
        throw new TypeError('a mistake');
      });
      const other = join((_, payload) => heard.push(payload));
      await eventually(() => expect(heard).to.deep.equal(['connected', 'connected']));
      await database.query("SELECT pg_notify('sports', 'one')");
      await database.query("SELECT pg_notify('sports', 'two')");

      await eventually(() => expect(heard.slice(2)).to.deep.equal(['one', 'two']));
      await Promise.all([mistaken.stop(), other.stop()]);
    });

    it('stops also while it is still connecting', async () => {
      const url = await freshDatabase({ migrated: false });
      for (const delay of [0, 1, 5, 20]) {
        const listening = listen({
          url,
          channels: ['sports'],
          onNotification: () => undefined,
          onReconnect: () => undefined,
          logger,
        });
        await new Promise((resolve) => setTimeout(resolve, delay));
        await listening.stop();
      }
    });
  });

  describe('leadership', () => {
    it('is held by one at a time, and ends when the connection does', async () => {
      const terms: string[] = [];
      let leading = 0;
      let most = 0;
      const compete = (name: string) =>
        withLeadership({
          url: database.url,
          lock: 'crown',
          logger,
          lead: async (signal) => {
            terms.push(name);
            leading += 1;
            most = Math.max(most, leading);
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
            leading -= 1;
          },
        });
      const one = compete('one');
      await eventually(() => expect(one.isLeader()).to.equal(true));
      const two = compete('two');
      await database.query(killOthers);
      await eventually(() => expect(terms).to.have.length(2));
      await (one.isLeader() ? one : two).stop();
      await eventually(() => expect(terms).to.have.length(3));

      expect(most).to.equal(1);
      await Promise.all([one.stop(), two.stop()]);
      expect(leading).to.equal(0);
    });
  });

  const logger = createLogger({ name: 'test', level: 'silent' });
  let database: Database;

  before(async () => {
    database = connectDatabase({ url: await freshDatabase({ migrated: false }), logger });
    await database.query('CREATE TABLE things (id integer PRIMARY KEY)');
  });

  after(() => database.stop());
});

const killOthers = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;
