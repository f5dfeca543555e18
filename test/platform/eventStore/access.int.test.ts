import { expect } from 'chai';
import { connectWithAccess, EventStoreAccessDenied } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { FinalError } from '../../../platform/process/index.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import { freePort } from '../../support/servers/freePort.js';
import {
  type DenyingEventStore,
  refusals,
  startDenyingEventStore,
} from '../../support/servers/denyingEventStore.js';

describe('An event store that refuses the account', () => {
  const logger = createLogger({ name: 'test', level: 'silent' });
  let store: DenyingEventStore;
  let denied: FinalError[];

  beforeEach(async () => {
    store = await startDenyingEventStore(refusals.noRight);
    denied = [];
  });
  afterEach(() => store.stop());

  const connect = (credentials = 'shop:planted@', port = store.port) =>
    connectWithAccess(`esdb://${credentials}127.0.0.1:${port}?tls=false`, {
      logger,
      onDenied: (error) => denied.push(error),
    });

  it('is not connected to, with the account and the way to get the right', async () => {
    const error = await rejectionOf(connect());

    expect(error).to.be.instanceOf(FinalError);
    expect(String(error))
      .to.include(`esdb://shop:***@127.0.0.1:${store.port}?tls=false`)
      .and.include('"shop" read $all (7 PERMISSION_DENIED: Access Denied)')
      .and.include('npm run access -- grant-read --account shop')
      .and.not.include('planted');
  });

  it('says that it does not know the account', async () => {
    store.refuse(refusals.unknown);

    expect(String(await rejectionOf(connect())))
      .to.include('"shop" (16 UNAUTHENTICATED: UNAUTHENTICATED)')
      .and.include('another password')
      .and.not.include('planted');
  });

  it('wants an account where none is named', async () => {
    expect(String(await rejectionOf(connect('')))).to.include('without an account');
  });

  it('is noticed later, too, by whoever reads', async () => {
    store.refuse(null);
    const eventStore = await connect();
    store.refuse(refusals.noRight);
    const range = {
      after: 'start',
      streamPrefixes: ['order-'],
      signal: new AbortController().signal,
    } as const;
    const failures = [
      await rejectionOf(eventStore.ping()),
      await rejectionOf(eventStore.subscribeToAll(range)[Symbol.asyncIterator]().next()),
    ];
    await eventStore.stop();

    for (const failure of failures) expect(failure).to.be.instanceOf(EventStoreAccessDenied);
    expect(denied.map(({ message }) => message.includes('"shop"'))).to.deep.equal([true, true]);
  });

  it('is no reason to end when it has changed its mind a moment later', async () => {
    store.refuse(null);
    const eventStore = await connect();
    store.refuse(refusals.noRight);
    const failing = rejectionOf(eventStore.ping());
    await new Promise((resolve) => setTimeout(resolve, 300));
    store.refuse(null);
    const failure = await failing;
    await eventStore.stop();

    expect(failure).to.be.instanceOf(EventStoreAccessDenied);
    expect(denied).to.be.empty;
  });

  it('is told from one that is not there, which is not waited for', async () => {
    const eventStore = await connect('', await freePort());
    await eventStore.stop();

    expect(denied).to.be.empty;
  });
});
