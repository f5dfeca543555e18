import { expect } from 'chai';
import { createPacing, type Pacing } from '../../../../services/orders/admission/pacing.js';

describe('The turn of an order while decisions are behind', () => {
  const late = 1_500;
  let nowMs: number;
  let pacing: Pacing;
  let letIn: string[];
  beforeEach(() => {
    nowMs = 0;
    letIn = [];
    pacing = createPacing({ maxLagMs: 5_000, now: () => nowMs });
    pacing.noteDecided();
  });
  const wait = async (name: string): Promise<void> => {
    if (await pacing.untilTurn(late)) letIn.push(name);
  };
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('comes at once where they are behind by a fifth of the greatest lag at most', () => {
    expect(pacing.untilTurn(1_000)).to.equal(false);
  });

  it('comes with a decision, one each, in order', async () => {
    const all = ['a', 'b', 'c'].map(wait);
    await settled();
    expect(letIn).to.deep.equal([]);
    pacing.noteDecided();
    pacing.noteDecided();
    await settled();
    expect(letIn).to.deep.equal(['a', 'b']);
    pacing.noteDecided();
    await Promise.all(all);

    expect(letIn).to.deep.equal(['a', 'b', 'c']);
  });

  it('comes at once while no decisions come', () => {
    nowMs = 501;

    expect(pacing.untilTurn(late)).to.equal(false);
  });

  it('comes without a decision when an order has waited for a second', async () => {
    const startedAt = performance.now();
    pacing = createPacing({ maxLagMs: 5_000 });
    pacing.noteDecided();
    await Promise.all(['a', 'b'].map(wait));

    expect(letIn).to.deep.equal(['a', 'b']);
    expect(performance.now() - startedAt).to.be.at.least(995);
  });
});
