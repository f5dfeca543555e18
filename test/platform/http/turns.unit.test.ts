import { expect } from 'chai';
import { setImmediate as nextCheck } from 'node:timers/promises';
import { createTurns, type Turns } from '../../../platform/http/turns.js';

describe('What comes in one turn of the event loop', () => {
  let turns: Turns;
  let served: string[];
  let nowMs: number;
  beforeEach(() => {
    served = [];
    nowMs = 0;
    turns = createTurns(() => nowMs);
  });

  const request = (name: string): void => turns.request(() => served.push(name));
  const connection = (name: string): void => turns.connection(() => served.push(name));

  it('is served after the sockets were read, in the same turn', async () => {
    const poll = Array.from({ length: 3 }, (_, count) => `request ${count}`);
    for (const name of poll) request(name);
    expect(served).to.deep.equal([]);
    await nextCheck();

    expect(served).to.deep.equal(poll);
  });

  it('waits while connections come, and is served in the first without one', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      connection(`connection ${turn}`);
      request(`request ${turn}`);
      await nextCheck();
    }
    expect(served).to.deep.equal([]);
    await nextCheck();

    expect(served).to.deep.equal(
      ['request', 'connection'].flatMap((what) => [0, 1, 2].map((turn) => `${what} ${turn}`)),
    );
  });

  it('is served one by one when it has waited for 250 ms and connections still come', async () => {
    for (const name of ['1', '2']) {
      connection(`connection ${name}`);
      request(`request ${name}`);
    }
    await nextCheck();
    nowMs = 251;
    connection('connection 3');
    await nextCheck();

    expect(served).to.deep.equal(['request 1', 'connection 1']);
  });

  it('is served 64 and 64 at a time, the others in the next', async () => {
    for (let count = 0; count < 100; count += 1) {
      connection('connection');
      request('request');
    }
    await nextCheck(); // a connection has come in this one
    await nextCheck();
    const count = (what: string) => served.filter((name) => name === what).length;
    expect([count('request'), count('connection')]).to.deep.equal([64, 64]);
    await nextCheck();

    expect([count('request'), count('connection')]).to.deep.equal([100, 100]);
  });
});
