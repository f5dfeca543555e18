import { expect } from 'chai';
import type { Publication, UnpublishedRow } from '../../../../services/bridge/relay/outbox.js';
import { createRowsInFlight } from '../../../../services/bridge/relay/rowsInFlight.js';

describe('rows in flight', () => {
  it('are those that were added, until they are marked', () => {
    const inFlight = createRowsInFlight();
    inFlight.add([row('1.0'), row('2.0')]);
    inFlight.acknowledge([publicationOf('1.0')]);
    expect(inFlight.size()).to.equal(2);

    inFlight.complete(inFlight.acknowledged());

    expect(inFlight.has(row('1.0'))).to.equal(false);
    expect(inFlight.has(row('2.0'))).to.equal(true);
    expect(inFlight.acknowledged()).to.deep.equal([]);
  });

  it('keep what is acknowledged while others are marked', () => {
    const inFlight = createRowsInFlight();
    inFlight.add([row('1.0'), row('2.0')]);
    inFlight.acknowledge([publicationOf('1.0')]);
    const marked = inFlight.acknowledged();
    inFlight.acknowledge([publicationOf('2.0')]);

    inFlight.complete(marked);

    expect(inFlight.acknowledged()).to.deep.equal([publicationOf('2.0')]);
    expect(inFlight.size()).to.equal(1);
  });

  it('can be dropped, to be read again', () => {
    const inFlight = createRowsInFlight();
    inFlight.add([row('1.0')]);
    inFlight.drop(['1.0']);

    expect(inFlight.has(row('1.0'))).to.equal(false);
  });
});

const row = (id: string): UnpublishedRow => ({
  id,
  eventId: '11111111-1111-4111-8111-111111111111',
  topic: 'order.status',
  key: 'k',
  headers: {},
  payload: '{}',
});

const publicationOf = (id: string): Publication => ({ row: row(id), partition: 0, offset: 1n });
