import { expect } from 'chai';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { toStreamEvent } from '../../../services/operations/streams/streamEvent.js';

describe('An event as the console shows it', () => {
  for (const data of [null, 'text', 7, [null], { items: [null], item: 1 }])
    it(`may hold ${JSON.stringify(data)}, which somebody else wrote`, () => {
      const event = { position: 1n, metadata: {}, data } as unknown as StoredEvent;

      expect(toStreamEvent(event)).to.deep.include({ data, links: [], position: '1' });
    });
});
