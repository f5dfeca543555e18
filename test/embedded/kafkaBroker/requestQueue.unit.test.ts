import { expect } from 'chai';
import { createRequestQueue } from '../../../embedded/kafkaBroker/server/requestQueue.js';

describe('The requests of a Kafka connection', () => {
  const open = () => {
    const log: string[] = [];
    const queue = createRequestQueue({
      start: (frame) => log.push(frame.toString()),
      isLarge: (frame) => frame.toString().startsWith('fetch'),
      most: 4,
      onFull: () => log.push('full'),
      onRoom: () => log.push('room'),
    });
    const add = (...names: readonly string[]): void => {
      for (const name of names) queue.add(Buffer.from(name));
    };

    return { log, add, done: queue.done };
  };

  it('overlap when their responses are small', () => {
    const { log, add } = open();
    add('join', 'heartbeat');
    expect(log).to.deep.equal(['join', 'heartbeat']);
  });

  it('start one large one at a time, when all before it has left, and pass none', () => {
    const { log, add, done } = open();
    add('produce', 'fetch 1', 'heartbeat');
    expect(log).to.deep.equal(['produce']);
    done();
    expect(log).to.deep.equal(['produce', 'fetch 1', 'heartbeat']);
    add('fetch 2');
    done();
    expect(log).to.have.length(3);
    done();
    expect(log.at(-1)).to.equal('fetch 2');
  });

  it('stop the reading when there are too many, once, until some have left', () => {
    const { log, add, done } = open();
    add('fetch 1', 'fetch 2', 'fetch 3', 'fetch 4', 'fetch 5');
    expect(log).to.deep.equal(['fetch 1', 'full']);
    done();
    expect(log).to.deep.equal(['fetch 1', 'full', 'fetch 2']);
    done();
    expect(log).to.deep.equal(['fetch 1', 'full', 'fetch 2', 'fetch 3', 'room']);
  });
});
