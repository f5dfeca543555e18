import { expect } from 'chai';
import { HandlerBusy } from '../../../../platform/commandHandling/index.js';
import { pause } from '../../../../platform/concurrency/index.js';
import { createLogger } from '../../../../platform/logging/index.js';
import { createMetrics } from '../../../../platform/metrics/index.js';
import { createAdmission } from '../../../../services/orders/admission/admission.js';
import type { Lag } from '../../../../services/orders/admission/readLag.js';
import { rejectionOf } from '../../../support/assertions/rejectionOf.js';

const maxLagMs = 60;

describe('Admission of orders', () => {
  let lag: Lag | null;
  let reads = 0;
  beforeEach(() => {
    lag = { outboxMs: 0, decided: [] };
    reads = 0;
  });
  const metrics = () => createMetrics({ service: 'test' });
  const start = (registry = metrics(), most = maxLagMs) =>
    createAdmission({
      maxLagMs: most,
      readLag: () => {
        reads += 1;

        return lag === null ? Promise.reject(new Error('away')) : Promise.resolve(lag);
      },
      logger: createLogger({ name: 'test', level: 'silent' }),
      metrics: registry,
    });

  /** Whether the next orders are taken, of which the first may be the one that is let through. */
  const takes = (admission: ReturnType<typeof start>): boolean[] =>
    Array.from({ length: 3 }, () => {
      try {
        admission.requireRoom();

        return true;
      } catch (error) {
        if (!(error instanceof HandlerBusy)) throw error;

        return false;
      }
    });

  it('refuses while orders wait too long for their decision, but for one a second', async () => {
    const admission = start();
    expect(takes(admission)).to.deep.equal([true, true, true]);
    admission.noteAccepted('a');
    await pause(maxLagMs + 20);

    expect(takes(admission)).to.deep.equal([true, false, false]);
    expect(takes(admission)).to.deep.equal([false, false, false]);
    expect(await rejectionOf(admission.check())).to.be.instanceOf(Error);
    admission.noteDecided('a');
    expect(takes(admission)).to.deep.equal([true, true, true]);
    await admission.check();
  });

  it('refuses a share before that, while decisions come, of those that have not waited', async () => {
    const admission = start(metrics(), 60_000);
    admission.noteAccepted('a');
    lag = { outboxMs: 45_000, decided: [] };
    takes(admission);
    await pause(5);
    expect(takes(admission)).to.deep.equal([true, true, true]);
    admission.noteDecided('b');
    expect(takes(admission)).to.deep.equal([true, false, true]);
    for (let order = 0; order < 4; order += 1) admission.requireRoom({ hasWaited: true });

    expect(takes(admission)).to.deep.equal([false, true, false]);
  });

  it('refuses while messages wait too long to be published', async () => {
    lag = { outboxMs: maxLagMs + 1, decided: [] };
    const admission = start();
    takes(admission);
    await pause(5);

    expect(takes(admission)).to.deep.equal([true, false, false]);
  });

  it('hears of decisions that another instance has made', async () => {
    const admission = start();
    admission.noteAccepted('a');
    await pause(maxLagMs + 20);
    lag = { outboxMs: 0, decided: ['a'] };
    expect(takes(admission)).to.deep.equal([true, false, false]);
    await pause(5);

    expect(takes(admission)).to.deep.equal([true, true, true]);
  });

  it('reads how things are a few times a second, and never without orders', async () => {
    const admission = start();
    for (let round = 0; round < 5; round += 1) {
      takes(admission);
      await pause(2);
    }
    expect(reads).to.equal(1);
    await pause(600);

    expect(reads).to.equal(1);
  });

  it('takes orders while it cannot read, and knows nothing against it', async () => {
    lag = null;
    const admission = start();
    takes(admission);
    await pause(5);

    expect(takes(admission)).to.deep.equal([true, true, true]);
  });

  it('tells in the metrics how late it is, and whom it refused', async () => {
    const registry = metrics();
    const admission = start(registry);
    admission.noteAccepted('a');
    await pause(maxLagMs + 20);
    takes(admission);
    const text = await registry.text();

    expect(text).to.match(/^quicksale_admission_lag_seconds\{.*of="orders".*\} 0\.[0-9]+$/m);
    expect(text).to.match(/^quicksale_admission_lag_seconds\{.*of="outbox".*\} 0$/m);
    expect(text).to.match(/^quicksale_admission_refused_total\{.*\} 2$/m);
  });
});
