import { expect } from 'chai';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { leaveOutRepeats } from '../../../platform/logging/leaveOutRepeats.js';
import { eventually } from '../../support/assertions/eventually.js';

describe('logging: the end of an outage', () => {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const sink = new Writable({
    write: (line: Buffer, _encoding, done) => {
      lines.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  beforeEach(() => lines.splice(0));

  const logger = (overAfterMs = 60) =>
    pino({ hooks: { logMethod: leaveOutRepeats(overAfterMs) } }, sink);
  const messages = () => lines.map(({ msg }) => msg);

  it('is one line, with how long it was and how many warnings there were', async () => {
    const log = logger(1_000);
    const began = performance.now();
    let tookMs = 0;
    for (let time = 0; time < 5; time += 1) {
      log.warn({ err: new Error('away') }, 'it is away');
      tookMs = performance.now() - began;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(messages()).to.deep.equal(['it is away']);
    await eventually(() => expect(messages()).to.deep.equal(['it is away', 'over: it is away']));

    expect(lines[1]).to.include({ level: 30, warnings: 5 });
    expect(lines[1]?.['lastedMs']).to.be.within(60, Math.ceil(tookMs));
  });

  it('is not said of one warning, and of each kind by itself', async () => {
    const log = logger();
    log.warn({ err: new Error('away') }, 'once');
    for (const message of ['first', 'second', 'first', 'second'])
      log.warn({ err: new Error('away') }, message);
    await eventually(() => expect(messages()).to.include('over: second'));

    expect(messages().filter((text) => String(text).startsWith('over'))).to.deep.equal([
      'over: first',
      'over: second',
    ]);
  });
});
