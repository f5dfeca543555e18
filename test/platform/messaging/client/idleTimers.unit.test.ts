import { expect } from 'chai';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { replaceTimers } from '../../../../platform/messaging/client/idleTimers.js';

describe('timers of connections to Kafka', () => {
  before(() => replaceTimers());

  it('are replaced in the release of kafkajs that is installed', () =>
    void expect(replaceTimers()).to.equal(true));

  it('do not run while no request waits', () => {
    const queue = newQueue();
    queue.checkPendingRequests();
    queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 });

    expect(queue.throttleCheckTimeoutId).to.equal(null);
  });

  it('send what waited as soon as a throttled broker may be written to again', async () => {
    const queue = newQueue();
    const sent: number[] = [];
    queue.maybeThrottle(30);
    queue.push(requestOf(7, sent));

    expect(sent).to.deep.equal([]);
    await sleep(80);
    expect(sent).to.deep.equal([7]);
    expect(queue.throttleCheckTimeoutId).to.equal(null);
  });

  it('still end requests whose time is over', async () => {
    const queue = newQueue({ requestTimeout: 200 });
    queue.scheduleRequestTimeoutCheck();
    const failed = new Promise<Error>((reject) => queue.push(requestOf(8, [], reject)));

    expect((await failed).message).to.include('timed out');
    queue.destroy();
  });
});

type Queue = Readonly<{
  throttleCheckTimeoutId: unknown;
  checkPendingRequests: () => void;
  fulfillRequest: (response: object) => void;
  maybeThrottle: (ms: number) => void;
  push: (request: object) => void;
  scheduleRequestTimeoutCheck: () => void;
  destroy: () => void;
}>;

const logger = { debug: () => undefined, warn: () => undefined };

const newQueue = (options: object = {}): Queue => {
  const load = createRequire(import.meta.url);
  const RequestQueue = load('kafkajs/src/network/requestQueue/index.js') as new (
    options: object,
  ) => Queue;
  const settings = { maxInFlightRequests: null, requestTimeout: 10_000, logger, clientId: 'a' };

  return new RequestQueue({ ...settings, enforceRequestTimeout: true, broker: 'b', ...options });
};

const requestOf = (
  correlationId: number,
  sent: number[],
  reject = (_: Error): void => undefined,
) => ({
  entry: { correlationId, apiName: 'Fetch', resolve: () => undefined, reject },
  expectResponse: true,
  sendRequest: () => void sent.push(correlationId),
});
