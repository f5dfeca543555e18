import { expect } from 'chai';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { sendJson, unavailable } from '../../../../platform/http/index.js';
import { createHoldBack } from '../../../../services/gateway/upstreams/holdBack.js';
import { eventually } from '../../../support/assertions/eventually.js';
import { deadlineOf, type FrontDoor, openFrontDoor } from './frontDoor.js';

type Problem = Readonly<{ code: string }>;

describe('gateway: an upstream of its own process that has too much to do', () => {
  let door: FrontDoor | null = null;
  afterEach(async () => {
    await door?.stop();
    door = null;
  });
  const open = async (options: Parameters<typeof openFrontDoor>[0]): Promise<FrontDoor> =>
    (door = await openFrontDoor(options));

  const codeOf = async (answer: Response): Promise<string> =>
    ((await answer.json()) as Problem).code;

  /** Holds every request until `letGo`. */
  const holding = () => {
    const waiting: (() => void)[] = [];

    return {
      waiting,
      handle: async (_: unknown, response: Parameters<typeof sendJson>[0]) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        sendJson(response, 201, {});
      },
      letGo: () => waiting.splice(0).forEach((go) => go()),
    };
  };

  it('is sent so many requests and no more; the others wait for a place, in order', async () => {
    const { handle, waiting, letGo } = holding();
    const { place, gate } = await open({ handle, max: 2 });
    const all = Array.from({ length: 5 }, () => place());
    for (const count of [2, 2, 1]) {
      await eventually(() => expect(waiting).to.have.length(count));
      expect(gate.inFlight()).to.equal(count);
      letGo();
    }

    for (const { status } of await Promise.all(all)) expect(status).to.equal(201);
    await eventually(() => expect(gate.inFlight()).to.equal(0));
  });

  it('gives the place of one who has gone while it waited to the next', async () => {
    const { handle, waiting, letGo } = holding();
    const { place, gate } = await open({ handle, max: 1 });
    const first = place();
    await eventually(() => expect(waiting).to.have.length(1));
    const going = new AbortController();
    const gone = place({ signal: going.signal }).catch(() => null);
    await pause(50);
    const last = place();
    going.abort();
    await gone;
    await pause(50);
    letGo();
    await first;
    const end = setInterval(letGo, 20);
    expect((await last).status).to.equal(201);
    clearInterval(end);
    await eventually(() => expect(gate.inFlight()).to.equal(0));
  });

  it('is sent no more than that: who waits too long is 503, and places come back', async () => {
    const { handle, waiting, letGo } = holding();
    const { place, gate } = await open({ handle, max: 3, waitMs: 30 });
    const first = Array.from({ length: 3 }, () => place());
    await eventually(() => expect(waiting).to.have.length(3));
    const refused = await place();

    expect(refused.status).to.equal(503);
    expect(refused.headers.get('retry-after')).to.equal('1');
    expect(await codeOf(refused)).to.equal('BUSY');
    letGo();
    expect((await Promise.all(first)).map(({ status }) => status)).to.deep.equal([201, 201, 201]);
    await eventually(() => expect(gate.inFlight()).to.equal(0));
    const next = place();
    await eventually(() => expect(waiting).to.have.length(1));
    letGo();
    expect((await next).status).to.equal(201);
  });

  it('takes no place for a client that is slow to send its body', async () => {
    const { place, gate, url } = await open({
      handle: (_, response) => sendJson(response, 201, {}),
      max: 1,
    });
    const slow = connect(Number(new URL(url).port), '127.0.0.1');
    const head = ['POST /api/orders HTTP/1.1', 'Host: x', 'Authorization: Bearer a'];
    slow.write(`${head.join('\r\n')}\r\nContent-Length: 2\r\n\r\n{`);
    await pause(50);

    expect(gate.inFlight()).to.equal(0);
    expect((await place()).status).to.equal(201);
    slow.destroy();
  });

  it('and never answers is given up in time: 503 when nothing was sent', async () => {
    const { place } = await open({ handle: () => undefined, timeoutMs: 150 });
    const began = performance.now();
    const unsent = await place();

    // sooner than the 5 s of a request without a limit
    expect(performance.now() - began).to.be.within(140, 4_500);
    expect([unsent.status, await codeOf(unsent)]).to.deep.equal([503, 'BUSY']);
  });

  it('is given up with 504 when something was sent, and what comes later goes nowhere', async () => {
    let isDone = false;
    const { place } = await open({
      handle: async (request, response) => {
        deadlineOf(request).noteSent();
        await pause(200);
        sendJson(response, 201, {});
        isDone = true;
      },
      timeoutMs: 100,
    });
    const answer = await place();

    expect([answer.status, await codeOf(answer)]).to.deep.equal([504, 'OUTCOME_UNKNOWN']);
    await eventually(() => expect(isDone).to.equal(true));
    expect((await place()).status).to.equal(504);
  });

  it('has less time for its work than the answer has', async () => {
    let left = 0;
    const { place } = await open({
      handle: (request, response) => {
        left = deadlineOf(request).leftMs();
        sendJson(response, 201, {});
      },
      timeoutMs: 60_000,
    });
    await place();

    expect(left).to.be.within(30_000, 54_000);
  });

  it('is left alone after ten that got no answer', async () => {
    let asked = 0;
    const { place } = await open({ handle: () => void (asked += 1), timeoutMs: 50 });
    await Promise.all(Array.from({ length: 10 }, () => place()));
    const refused = await place();

    expect([refused.status, await codeOf(refused)]).to.deep.equal([503, 'UPSTREAM_UNAVAILABLE']);
    expect(asked).to.equal(10);
  });

  it('holds refusals back, which take no place meanwhile', async () => {
    const holdBack = createHoldBack({ atOncePerSecond: 0, delaysMs: { min: 300, max: 400 } });
    let isBusy = true;
    const { place, gate } = await open({
      handle: (_, response) => {
        if (isBusy) throw unavailable('BUSY', 'Too much to do');
        sendJson(response, 201, {});
      },
      max: 1,
      holdBack: holdBack.hold,
    });
    const began = performance.now();
    const refused = place();
    await eventually(() => expect(holdBack.held()).to.equal(1));
    expect(gate.inFlight()).to.equal(0);
    isBusy = false;
    expect((await place()).status).to.equal(201);
    expect((await refused).status).to.equal(503);
    expect(performance.now() - began).to.be.above(290);
  });

  for (const method of ['GET', 'POST'])
    it(`holds a refusal for longer than the request had, and once: ${method}`, async () => {
      const { hold } = createHoldBack({ atOncePerSecond: 0, delaysMs: { min: 300, max: 400 } });
      let holds = 0;
      const { place } = await open({
        handle: () => {
          throw unavailable('BUSY', 'Too much to do');
        },
        timeoutMs: 100,
        holdBack: (...refusal) => {
          holds += 1;
          hold(...refusal);
        },
      });
      const refused = await place({ method, body: method === 'GET' ? null : '{}' });

      expect([refused.status, await codeOf(refused)]).to.deep.equal([503, 'BUSY']);
      expect(holds).to.equal(1);
    });

  it('stops without the refusals that it holds back', async () => {
    const never = 1_000_000;
    const holdBack = createHoldBack({ atOncePerSecond: 0, delaysMs: { min: never, max: never } });
    const { place, stop } = await open({
      handle: () => {
        throw unavailable('BUSY', 'Too much to do');
      },
      holdBack: holdBack.hold,
    });
    const last = place();
    await eventually(() => expect(holdBack.held()).to.equal(1));
    holdBack.stop();
    await stop();

    expect((await last).status).to.equal(503);
  });
});
