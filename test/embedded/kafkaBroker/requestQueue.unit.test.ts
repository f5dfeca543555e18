import { expect } from 'chai';
import { createPendingRequests } from '../../../embedded/kafkaBroker/server/pendingRequests.js';
import { createRequestQueue } from '../../../embedded/kafkaBroker/server/requestQueue.js';

describe('The requests of a Kafka connection', () => {
  const open = (all = createPendingRequests()) => {
    const log: string[] = [];
    const queue = createRequestQueue({
      start: (frame) => log.push(frame.toString()),
      mayOverlap: (frame) => frame.toString().startsWith('produce'),
      most: { requests: 4, bytes: 100 },
      onFull: () => log.push('full'),
      onRoom: () => log.push('room'),
      all,
    });
    const add = (...names: readonly string[]): void => {
      for (const name of names) queue.add(Buffer.from(name));
    };

    return { log, add, done: (name: string) => queue.done(name.length), close: queue.close };
  };

  it('overlap when they may and those that run may too', () => {
    const { log, add } = open();
    add('produce 1', 'produce 2');
    expect(log).to.deep.equal(['produce 1', 'produce 2']);
  });

  for (const name of ['fetch', 'metadata', 'heartbeat'])
    it(`start one at a time, when all before has left, and pass none: ${name}`, () => {
      const { log, add, done } = open();
      add('produce 1', name, 'produce 2');
      expect(log).to.deep.equal(['produce 1']);
      done('produce 1');
      expect(log).to.deep.equal(['produce 1', name]);
      done(name);
      expect(log).to.deep.equal(['produce 1', name, 'produce 2']);
      add(name);
      expect(log).to.have.length(3);
    });

  it('stop the reading when there are too many, once, until some have left', () => {
    const { log, add, done } = open();
    add('fetch 1', 'fetch 2', 'fetch 3', 'fetch 4', 'fetch 5');
    expect(log).to.deep.equal(['fetch 1', 'full']);
    done('fetch 1');
    expect(log).to.deep.equal(['fetch 1', 'full', 'fetch 2']);
    done('fetch 2');
    expect(log).to.deep.equal(['fetch 1', 'full', 'fetch 2', 'fetch 3', 'room']);
  });

  it('stop the reading when they are too large together', () => {
    const { log, add, done } = open();
    const large = 'x'.repeat(90);
    add(large, 'fetch');
    expect(log).to.deep.equal([large]);
    add('fetch of more');
    expect(log.slice(1)).to.deep.equal(['full']);
    done(large);
    expect(log.slice(1)).to.deep.equal(['full', 'fetch', 'room']);
  });

  it('stop the reading of all connections that have some when those of all are too large', () => {
    const all = createPendingRequests(150);
    const [first, second, third] = [open(all), open(all), open(all)];
    const large = 'x'.repeat(80);
    first.add(large);
    second.add(large);
    expect(second.log.slice(1)).to.deep.equal(['full']);
    third.add('fetch');
    expect(third.log).to.deep.equal(['fetch', 'full']);
    third.done('fetch');
    expect(third.log).to.deep.equal(['fetch', 'full', 'room']);
    first.done(large);
    expect(second.log.slice(1)).to.deep.equal(['full', 'room']);
  });

  it('count no more when their connection is over', () => {
    const all = createPendingRequests(150);
    const [first, second] = [open(all), open(all)];
    const large = 'x'.repeat(80);
    first.add(large);
    second.add(large);
    first.close();
    expect(second.log.slice(1)).to.deep.equal(['full', 'room']);
    first.done(large);
    second.add('fetch', 'fetch');
    expect(all.isFull()).to.equal(false);
    expect(second.log.slice(1)).to.deep.equal(['full', 'room']);
  });
});
