import { expect } from 'chai';
import { streams } from '../../../embedded/eventStoreNode/grpc/wire.js';
import { happened, several } from '../../ports/eventStore/eventStoreFixture.js';
import {
  asSubscription,
  readRequest,
  streamRead,
} from '../../support/clients/eventStoreMessages.js';
import { useNode } from './nodeFixture.js';

const { CAUGHT_UP, CONFIRMATION, EVENT } = streams.ReadResp.ContentCase;

describe('event store node with a subscriber that does not keep up', () => {
  const own = useNode();

  it('says once that it has caught up, and then sends all in order, however far behind', async () => {
    const rounds = 40;
    const text = 'x'.repeat(20_000);
    await own.client.appendToStream('s', several(3));
    const kinds: number[] = [];
    const revisions: number[] = [];
    for await (const response of own.wire.responses(readRequest(asSubscription(streamRead('s'))))) {
      const kind = response.getContentCase();
      kinds.push(kind);
      if (kind === EVENT) {
        revisions.push(Number(response.getEvent()?.getEvent()?.getStreamRevision()));
      }
      if (kind === CAUGHT_UP) {
        // 16 MB, written while nobody takes anything: more than all buffers on the way hold.
        for (let i = 0; i < rounds; i += 1) {
          await own.client.appendToStream(
            's',
            Array.from({ length: 20 }, () => happened(text)),
          );
        }
      }
      if (revisions.length === 3 + rounds * 20) break;
    }
    expect(kinds.slice(0, 5)).to.deep.equal([CONFIRMATION, EVENT, EVENT, EVENT, CAUGHT_UP]);
    expect(new Set(kinds.slice(5))).to.deep.equal(new Set([EVENT]));
    expect(revisions).to.deep.equal([...revisions.keys()]);
  });
});
