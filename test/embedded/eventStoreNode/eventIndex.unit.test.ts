import { expect } from 'chai';
import { EventIndex } from '../../../embedded/eventStoreNode/storage/eventIndex.js';

describe('The index of the event store node', () => {
  /** Every third event is one of `long`; the others are of short streams. */
  const indexOf = (events: number): EventIndex => {
    const index = new EventIndex();
    for (let event = 0; event < events; event += 1) {
      index.add(event % 3 === 0 ? 'long' : `short-${event % 1_000}`, event * 10, false);
    }

    return index;
  };

  it('finds every range of revisions, at and around the marks', () => {
    const index = indexOf(1_000);
    index.commit(10_000);
    const view = index.viewOf('long', 1_000);
    for (const from of [0, 1, 63, 64, 65, 127, 128, 200, 320, 333]) {
      for (const length of [1, 2, 64, 65, 200]) {
        const to = Math.min(view.length, from + length);
        const expected = Array.from({ length: Math.max(0, to - from) }, (_, i) => (from + i) * 3);
        expect([...index.eventsOf(view, from, from + length)]).to.deep.equal(expected);
      }
    }
  });

  it('finds them in a view that ends earlier, and after a write that failed', () => {
    const index = indexOf(600);
    index.commit(6_000);
    for (let event = 600; event < 900; event += 1) index.add('long', event * 10, false);
    const before = index.viewOf('long', index.committed);
    expect([...index.eventsOf(before, 190, 200)]).to.deep.equal(
      Array.from({ length: 10 }, (_, i) => 570 + i * 3),
    );
    index.rollBack();
    for (let event = 600; event < 700; event += 1) index.add('long', event * 10, false);
    const after = index.viewOf('long', Infinity);
    expect(after.length).to.equal(300);
    expect([...index.eventsOf(after, 198, 202)]).to.deep.equal([594, 597, 600, 601]);
    expect([...index.eventsOf(after, 255, 257)]).to.deep.equal([655, 656]);
  });

  it('takes no longer for old revisions of a long stream than for new ones', () => {
    const index = new EventIndex();
    const events = 300_000;
    for (let event = 0; event < events; event += 1) index.add('long', event * 10, false);
    const view = index.viewOf('long', Infinity);
    const timeOf = (from: number): number => {
      const startedAt = performance.now();
      for (let i = 0; i < 200; i += 1) index.eventsOf(view, from, from + 100);

      return performance.now() - startedAt;
    };
    timeOf(events - 100);
    const [newest, oldest] = [timeOf(events - 100), timeOf(0)];
    expect(oldest / newest).to.be.lessThan(50);
  });
});
