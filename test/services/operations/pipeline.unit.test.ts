import { expect } from 'chai';
import { hopIds } from '../../../contracts/http/admin/pipeline.js';
import { hopsOf } from '../../../services/operations/pipeline/hops.js';
import { parseMetrics } from '../../../services/operations/pipeline/metricsText.js';
import { latencyOf, rateOf } from '../../../services/operations/pipeline/rates.js';
import { rules, stateOf } from '../../../services/operations/pipeline/rules.js';
import type { Scrape } from '../../../services/operations/pipeline/scrape.js';

const scrapeOf = (at: number, text: string): Scrape => ({
  at,
  values: parseMetrics(text),
  unreachable: [],
});

const nothingWaits = {
  quarantine: { backlog: 0, oldestSeconds: null },
  deadLetters: { backlog: 0, oldestSeconds: null },
};

describe('operations: metrics as Prometheus text', () => {
  it('are read with their labels, our own alone', () => {
    const text = [
      '# HELP quicksale_a a help text',
      'process_cpu_seconds_total{service="x"} 3',
      'quicksale_a{service="orders",reason="a \\"b\\", c"} 4.5',
      'quicksale_b 1e3',
      'quicksale_c{service="x"} Nan',
    ].join('\n');

    expect(parseMetrics(text)).to.deep.equal([
      { name: 'quicksale_a', labels: { service: 'orders', reason: 'a \\"b\\", c' }, value: 4.5 },
      { name: 'quicksale_b', labels: {}, value: 1000 },
    ]);
  });
});

describe('operations: rates', () => {
  const name = 'quicksale_a';

  it('are what was added between two scrapes, over all processes', () => {
    const before = scrapeOf(0, 'quicksale_a{service="x"} 10\nquicksale_a{service="y"} 5');
    const now = scrapeOf(2_000, 'quicksale_a{service="x"} 14\nquicksale_a{service="y"} 7');

    expect(rateOf({ now, before }, { name })).to.equal(3);
    expect(rateOf({ now, before: null }, { name })).to.equal(null);
    expect(rateOf({ now, before }, { name: 'quicksale_b' })).to.equal(null);
  });

  it('are never negative: a process that starts anew counts from 0', () => {
    const pair = { before: scrapeOf(0, 'quicksale_a 10'), now: scrapeOf(1_000, 'quicksale_a 2') };

    expect(rateOf(pair, { name })).to.equal(0);
  });

  it('tell quantiles of what was added to a histogram', () => {
    const histogram = (fast: number, slow: number) =>
      [
        `quicksale_h_bucket{le="0.1"} ${fast}`,
        `quicksale_h_bucket{le="1"} ${fast + slow}`,
        `quicksale_h_bucket{le="+Inf"} ${fast + slow}`,
        `quicksale_h_count ${fast + slow}`,
      ].join('\n');
    const pair = { before: scrapeOf(0, histogram(7, 7)), now: scrapeOf(10_000, histogram(97, 17)) };
    const { p50Ms, p99Ms, perSecond } = latencyOf(pair, { name: 'quicksale_h' });

    expect(perSecond).to.equal(10);
    expect(p50Ms).to.be.closeTo(55.6, 0.1);
    expect(p99Ms).to.be.closeTo(910, 1);
    const idle = { before: pair.now, now: scrapeOf(20_000, histogram(97, 17)) };
    expect(latencyOf(idle, { name: 'quicksale_h' })).to.include({ p50Ms: null, p99Ms: null });
  });
});

describe('operations: hops', () => {
  const text = [
    'quicksale_projection_lag_events 12',
    'quicksale_projection_lag_seconds 3',
    'quicksale_kafka_consumer_lag{group="orders",topic="a",partition="0"} 4',
    'quicksale_kafka_consumer_lag{group="orders",topic="a",partition="1"} 6',
    'quicksale_notifier_sockets 2',
    'quicksale_notifier_visitor_sockets 5',
  ].join('\n');

  it('are all of them, in the order of the way, with what is not counted as unknown', () => {
    const hops = hopsOf({ now: scrapeOf(0, text), before: null }, nothingWaits);
    const of = (id: string) => hops.find((each) => each.id === id);

    expect(hops.map(({ id }) => id)).to.deep.equal(hopIds);
    expect(of('projector')).to.include({ backlog: 12, oldestSeconds: 3, state: 'warn' });
    expect(of('consumers')).to.include({ backlog: 10, state: 'ok' });
    expect(of('sockets')).to.include({ backlog: 7, state: 'ok' });
    expect(of('outbox')).to.include({ backlog: null, state: 'unknown' });
  });

  it('are red for anything in quarantine, and amber for a dead letter', () => {
    const waits = { backlog: 1, oldestSeconds: null };
    const hops = hopsOf(
      { now: scrapeOf(0, text), before: null },
      { quarantine: waits, deadLetters: waits },
    );

    expect(hops.at(-2)).to.include({ id: 'quarantine', state: 'alarm' });
    expect(hops.at(-1)).to.include({ id: 'deadLetters', state: 'warn' });
  });

  it('turn amber before red, each at its limit', () => {
    for (const id of hopIds) {
      const { warn, alarm } = rules[id];
      const at = (limits: typeof warn) =>
        stateOf(id, { backlog: limits.backlog ?? 0, oldestSeconds: limits.oldestSeconds ?? 0 });
      expect(stateOf(id, { backlog: 0, oldestSeconds: 0 }), id).to.equal('ok');
      if (Object.keys(warn).length > 0) expect(at(warn), id).to.equal('warn');
      if (Object.keys(alarm).length > 0) expect(at(alarm), id).to.equal('alarm');
    }
  });
});
