import { expect } from 'chai';
import { type CpuProfile, toCallTree } from '../../bench/profile/callTree.js';
import { toFlameGraph } from '../../bench/profile/flameGraph.js';

describe('A flame graph', () => {
  const node = (id: number, functionName: string, url: string) => ({
    id,
    callFrame: { functionName, url, lineNumber: id },
  });
  const profile: CpuProfile = {
    nodes: [
      { ...node(1, '(root)', ''), children: [2, 3, 4] },
      node(2, '(idle)', ''),
      { ...node(3, 'serve', 'dist/platform/http/frame/requestFrame.js'), children: [5] },
      node(4, '(garbage collector)', ''),
      node(5, '', 'node_modules/pg/lib/client.js'),
    ],
    samples: [2, 3, 5, 5, 4],
    timeDeltas: [90_000, 1_000, 2_000, 3_000, 4_000],
  };

  it('gives a call the time of what it calls, and none to idleness', () => {
    const { micros, calls } = toCallTree(profile);

    expect(micros).to.equal(10_000);
    expect(calls.map((call) => [call.name, call.micros])).to.deep.equal([
      ['serve platform/http/frame/requestFrame.js:4', 6_000],
      ['(garbage collector)', 4_000],
    ]);
    expect(calls[0]?.calls[0]).to.include({ name: 'anonymous pg/lib/client.js:6', micros: 5_000 });
  });

  it('draws each call as wide as its share, under the one that called it', () => {
    const svg = toFlameGraph(toCallTree(profile), 'edge <1>');

    expect(svg).to.include('edge &lt;1&gt;: 10 ms of CPU');
    expect(svg).to.include(
      '<title>anonymous pg/lib/client.js:6: 5 ms, 50.0 %</title><rect x="0.0" y="76" width="700.0"',
    );
    expect(svg).to.include(
      '<title>(garbage collector): 4 ms, 40.0 %</title><rect x="840.0" y="60" width="560.0"',
    );
  });
});
