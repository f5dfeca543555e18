import { expect } from 'chai';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../../support/assertions/eventually.js';
import { createHoldBack } from '../../../../services/gateway/upstreams/holdBack.js';

type Response = ServerResponse & { headers: Record<string, string> };

const newResponse = (): Response => {
  const headers: Record<string, string> = {};
  const setHeader = (name: string, value: string) => {
    headers[name] = value;
  };

  return Object.assign(new EventEmitter(), {
    destroyed: false,
    headers,
    setHeader,
  }) as unknown as Response;
};

describe('Refusals that are held back', () => {
  const delaysMs = { min: 40, max: 60 };

  const sending = (options: Parameters<typeof createHoldBack>[0]) => {
    const holdBack = createHoldBack({ atOncePerSecond: 0, delaysMs, ...options });
    const sent: Response[] = [];
    const hold = (response = newResponse(), arrivedAt?: number): Response => {
      holdBack.hold(response, () => void sent.push(response), arrivedAt);

      return response;
    };

    return { ...holdBack, hold, sent };
  };

  it('are few at once, and the others later', async () => {
    const { hold, held, sent } = sending({ atOncePerSecond: 2 });
    for (let count = 0; count < 5; count += 1) hold();
    expect([sent.length, held()]).to.deep.equal([2, 3]);
    await pause(30);
    expect(sent).to.have.length(2);
    await pause(50);

    expect([sent.length, held()]).to.deep.equal([5, 0]);
  });

  it('wait longer where more are held back, so that so many are sent in a second', async () => {
    const { hold, held, sent } = sending({ perSecond: 100 });
    const startedAt = performance.now();
    for (let count = 0; count < 40; count += 1) hold();
    await eventually(() => expect(held()).to.equal(0));

    expect(sent).to.have.length(40);
    expect(performance.now() - startedAt).to.be.at.least(250);
  });

  it('wait for so long at most since the request came, and not at all after that', async () => {
    const { hold, held, sent } = sending({
      delaysMs: { min: 60_000, max: 60_000 },
      longestMs: 2_000,
    });
    hold(newResponse(), performance.now() - 1_900);
    hold(newResponse(), performance.now() - 9_000);
    await eventually(() => expect(sent).to.have.length(2));

    expect(held()).to.equal(0);
  });

  it('are never sent to a client that has gone, and need no room then', async () => {
    const { hold, held, sent } = sending({});
    const response = hold();
    Object.assign(response, { destroyed: true });
    response.emit('close');
    expect(held()).to.equal(0);
    await pause(80);

    expect(sent).to.deep.equal([]);
  });

  it('are so many at most: beyond them the connection ends with the refusal', () => {
    const { hold, held, sent, stop } = sending({ max: 3 });
    const responses = Array.from({ length: 4 }, () => hold());
    expect(held()).to.equal(3);
    expect(sent).to.deep.equal([responses[3]]);
    expect(responses[3]?.headers).to.deep.equal({ Connection: 'close' });
    stop();
  });

  it('go at once when the gateway stops, and so do those that come then', () => {
    const { hold, held, sent, stop } = sending({});
    hold();
    stop();
    hold();

    expect([sent.length, held()]).to.deep.equal([2, 0]);
  });
});
