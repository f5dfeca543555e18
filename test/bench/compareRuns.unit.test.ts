import { expect } from 'chai';
import { type Results, toComparison } from '../../bench/harness/compareRuns.js';

describe('A comparison of two runs', () => {
  it('sets the figures side by side that both have, and says where a difference may be chance', () => {
    const text = toComparison(
      runOf([
        ['latency', 'p50', 40, [38, 44]],
        ['latency', 'p99', 100, [90, 110]],
        ['growth', 'orders', 600, [600, 600]],
      ]),
      runOf([
        ['latency', 'p50', 20, [18, 22]],
        ['latency', 'p99', 105, [95, 120]],
        ['latency', 'p95', 60, [50, 70]],
      ]),
    );
    const lines = text.split('\n');

    expect(lines).to.have.length(5);
    expect(lines[3]).to.match(/latency +p50 +40\.0 +20\.0 +ms +0\.50 +1\.5 → 1\.5/);
    expect(lines[4]).to.match(/latency +p99 +100 +105 +ms +1\.05 +within the spread/);
  });

  it('warns where the machine is another one, or where older results do not say', () => {
    const one = runOf([['latency', 'p50', 40, [38, 44]]]);
    const { cores, processor, node } = one.machine;
    const unnamed = { cores, processor, node };

    expect(toComparison(one, one)).not.to.include('compare the ratios only');
    for (const machine of [{ ...one.machine, host: 'b' }, { ...one.machine, cores: 8 }, unnamed])
      expect(toComparison(one, { ...one, machine })).to.include('compare the ratios only');
  });

  it('says so when there is nothing to compare', () => {
    expect(toComparison(runOf([]), runOf([]))).to.include('no figure in common');
  });
});

type Row = readonly [string, string, number, readonly [number, number]];

const runOf = (rows: readonly Row[]): Results => ({
  startedAt: '2026-11-27T12:00:00.000Z',
  commit: 'abc1234',
  machine: { host: 'a', cores: 2, processor: 'some', node: 'v20', hashing: 400 },
  benches: [...new Set(rows.map(([name]) => name))].map((name) => ({
    name,
    load: { before: 1, after: 1.5 },
    figures: rows
      .filter(([bench]) => bench === name)
      .map(([, what, median, spread]) => ({ what, unit: 'ms', median, spread })),
  })),
});
