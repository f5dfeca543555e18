import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  connectEventStore,
  type EventStore,
  EventStoreUnavailable,
} from '../../../platform/eventStore/index.js';
import { parseConnectionString, toClientString } from '../../../platform/config/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import { makeCertificates } from '../../support/builders/certificates.js';
import {
  type EventStoreCluster,
  startEventStoreCluster,
} from '../../support/servers/eventStoreCluster/startEventStoreCluster.js';
import { newEvent, newStream } from './clusterFixture.js';

describe('A cluster with TLS and a certificate authority of its own', () => {
  it('is used with tlsCAFile, and gossip is read without the account', async () => {
    const eventStore = connect(`&tlsCAFile=${caFile}`);
    const stream = newStream();
    await append(eventStore, stream);

    expect((await eventStore.read(stream)).events).to.have.length(1);
    expect(await eventStore.headPosition()).to.be.a('bigint');
    expect(cluster.nodes.map(({ state }) => state.wasGossipAuthorised)).to.not.include(true);
  });

  for (const option of ['', '&tlsVerifyCert=false'])
    it(`is not trusted otherwise: nothing is written (${option || 'no option'})`, async () => {
      const eventStore = connect(option);

      expect(await rejectionOf(append(eventStore, newStream()))).to.be.instanceOf(
        EventStoreUnavailable,
      );
      expect(await rejectionOf(eventStore.headPosition())).to.be.instanceOf(EventStoreUnavailable);
    });

  let cluster: EventStoreCluster;
  let folder: string;
  let caFile: string;
  const connected: EventStore[] = [];

  before(async () => {
    const { ca, cert, key } = makeCertificates();
    folder = await mkdtemp(join(tmpdir(), 'quicksale-tls-'));
    caFile = join(folder, 'ca.pem');
    await writeFile(caFile, ca);
    cluster = await startEventStoreCluster({ cert, key });
  });
  after(async () => {
    await Promise.all(connected.map((each) => each.stop()));
    await cluster.stop();
    await rm(folder, { recursive: true });
  });

  const connect = (option: string): EventStore => {
    const url = `${cluster.url.replace('esdb://', 'esdb://app:secret@')}${option}`;
    const eventStore = connectEventStore(
      // as the services do, which leaves out what the client would print, password and all
      toClientString(parseConnectionString(url)),
      createLogger({ name: 'test', level: 'silent' }),
    );
    connected.push(eventStore);

    return eventStore;
  };

  const append = (eventStore: EventStore, stream: string) =>
    eventStore.append(stream, [newEvent()], { expectedRevision: 'no_stream' });
});
