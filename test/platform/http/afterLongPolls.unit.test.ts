import { expect } from 'chai';
import { IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as nextCheck } from 'node:timers/promises';
import { afterLongPolls } from '../../../platform/http/frame/afterLongPolls.js';

describe('Requests that are read in one go', () => {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  let served = 0;
  let nowMs = 0;
  const serving = (ms: number): RequestListener =>
    afterLongPolls(
      () => {
        served += 1;
        nowMs += ms;
      },
      () => nowMs,
    );
  beforeEach(() => {
    served = 0;
  });

  it('are served at once, as long as they take little time', () => {
    const serve = serving(0);
    for (let count = 0; count < 10; count += 1) serve(request, response);

    expect(served).to.equal(10);
  });

  it('wait for the end of the poll phase when it has been long, and are served then', async () => {
    const serve = serving(60);
    for (let count = 0; count < 4; count += 1) serve(request, response);
    expect(served).to.equal(2);
    await nextCheck();

    expect(served).to.equal(4);
    serve(request, response);
    expect(served).to.equal(5);
  });
});
