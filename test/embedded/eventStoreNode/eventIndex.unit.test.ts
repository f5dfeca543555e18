import { expect } from 'chai';
import { EventIndex } from '../../../embedded/eventStoreNode/storage/eventIndex.js';

describe('The index of the event store node', () => {
  const add = (index: EventIndex, stream: string, event: number): void => {
    index.add(stream, event * 10, index.viewOf(stream, Infinity).length);
  };

  /** Every third event is one of `long`; the others are of short streams. */
  const indexOf = (events: number): EventIndex => {
    const index = new EventIndex();
    for (let event = 0; event < events; event += 1) {
      add(index, event % 3 === 0 ? 'long' : `short-${event % 1_000}`, event);
    }

    return index;
  };

  const eventsOf = (index: EventIndex, from: number, to: number): number[] =>
    [...index.positionsOf('long', from, to)].map((position) => position / 10);

  it('finds every range of revisions, at and around the marks', () => {
    const index = indexOf(1_000);
    index.commit(10_000);
    const view = index.viewOf('long', 1_000);
    for (const from of [0, 1, 63, 64, 65, 127, 128, 200, 320, 333]) {
      for (const length of [1, 2, 64, 65, 200]) {
        const to = Math.min(view.length, from + length);
        const expected = Array.from({ length: Math.max(0, to - from) }, (_, i) => (from + i) * 3);
        expect(eventsOf(index, from, from + length)).to.deep.equal(expected);
      }
    }
  });

  it('finds them when more is being written, and after a write that failed', () => {
    const index = indexOf(600);
    index.commit(6_000);
    for (let event = 600; event < 900; event += 1) add(index, 'long', event);
    expect(index.viewOf('long', index.committed).length).to.equal(200);
    expect(eventsOf(index, 190, 200)).to.deep.equal(
      Array.from({ length: 10 }, (_, i) => 570 + i * 3),
    );
    index.rollBack();
    for (let event = 600; event < 700; event += 1) add(index, 'long', event);
    const after = index.viewOf('long', Infinity);
    expect(after.length).to.equal(300);
    expect(eventsOf(index, 198, 202)).to.deep.equal([594, 597, 600, 601]);
    expect(eventsOf(index, 255, 257)).to.deep.equal([655, 656]);
  });

  it('keeps revisions and positions when events are removed, and what is being written', () => {
    const index = indexOf(900);
    index.commit(9_000);
    for (let event = 900; event < 910; event += 1) add(index, 'long', event);
    index.remove((event) => event < 500 && event % 3 === 0);
    expect(index.viewOf('long', Infinity)).to.deep.include({ length: 310, first: 167 });
    expect(index.committed).to.equal(900 - 167);
    for (const from of [0, 167, 190, 191, 192, 256, 299]) {
      const expected = Array.from({ length: 300 }, (_, i) => i * 3);
      expect(eventsOf(index, from, 300)).to.deep.equal(expected.slice(Math.max(from, 167)));
    }
    expect([...index.positionsOf('short-1', 0, 1)]).to.deep.equal([10]);
    expect(index.eventAt(0)).to.equal(-1);
    expect(index.positionOf(index.firstAtOrAfter(0))).to.equal(10);
    index.rollBack();
    expect(index.viewOf('long', Infinity).length).to.equal(300);
  });

  it('reads a stream behind the last gap that removals left', () => {
    const index = new EventIndex();
    for (const [i, revision] of [0, 1, 7, 8].entries()) index.add('long', i * 10, revision);
    expect(eventsOf(index, 0, 100)).to.deep.equal([2, 3]);
    expect(index.viewOf('long', Infinity)).to.deep.include({ length: 9, first: 7 });
  });

  it('takes no longer for old revisions of a long stream than for new ones', () => {
    const index = new EventIndex();
    const events = 300_000;
    for (let event = 0; event < events; event += 1) index.add('long', event * 10, event);
    const timeOf = (from: number): number => {
      const startedAt = performance.now();
      for (let i = 0; i < 200; i += 1) index.positionsOf('long', from, from + 100);

      return performance.now() - startedAt;
    };
    // the fastest of several, since anything may come in between
    const fastestOf = (from: number): number =>
      Math.min(...Array.from({ length: 10 }, () => timeOf(from)));
    const [newest, oldest] = [fastestOf(events - 100), fastestOf(0)];
    expect(oldest / newest).to.be.lessThan(50);
  });
});
