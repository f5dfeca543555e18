import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { expect } from 'chai';
import { grantReadOfAll } from '../../../platform/eventStore/index.js';
import { withReadRole } from '../../../platform/eventStore/access/readRoles.js';
import { type OwnEventStore, startOwnEventStore } from '../../support/servers/ownEventStore.js';

describe('Granting an account the reading of $all', () => {
  let store: OwnEventStore;
  let client: EventStoreDBClient;

  beforeEach(async () => {
    store = await startOwnEventStore();
    client = EventStoreDBClient.connectionString(store.url);
  });
  afterEach(async () => {
    await client.dispose();
    await store.stop();
  });

  const stored = async (): Promise<unknown[]> => {
    const events: unknown[] = [];
    for await (const { event } of client.readStream('$$$all')) events.push(event?.data);

    return events;
  };

  it('adds it to the admins, once', async () => {
    expect(await grantReadOfAll(store.url, 'shop')).to.equal(true);
    expect(await grantReadOfAll(store.url, 'shop')).to.equal(false);

    expect(await stored()).to.deep.equal([{ $acl: { $r: ['$admins', 'shop'] } }]);
    const { metadata } = await client.getStreamMetadata('$all');
    expect(metadata?.acl).to.deep.equal({ readRoles: ['$admins', 'shop'] });
  });

  it('keeps what else the metadata holds', async () => {
    const before = { $maxAge: 9, colour: 'red', $acl: { $r: ['ops'], $w: '$admins', $x: 1 } };
    await client.setStreamMetadata('$all', { colour: 'green' });
    await client.appendToStream('$$$all', jsonEvent({ type: '$metadata', data: before }));
    await grantReadOfAll(store.url, 'shop');

    expect((await stored()).at(-1)).to.deep.equal({
      ...before,
      $acl: { ...before.$acl, $r: ['ops', 'shop'] },
    });
  });
});

describe('The roles that may read $all', () => {
  it('may be one name, or everybody, or malformed', () => {
    expect(withReadRole({ $acl: { $r: 'ops' } }, 'shop')).to.deep.equal({
      $acl: { $r: ['ops', 'shop'] },
    });
    expect(withReadRole({ $acl: { $r: '$all' } }, 'shop')).to.equal(null);
    expect(withReadRole({ $acl: 'void' }, 'shop')).to.deep.equal({
      $acl: { $r: ['$admins', 'shop'] },
    });
  });
});
