import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mutantsOf } from './mutants.js';
import { createSandbox } from './sandbox.js';

describe('Mutation of the rules', () => {
  it('turns comparisons, removes guards, swaps fields, shifts constants', () => {
    const source = `
      const rule = (stock: Stock) => {
        if (stock.onHand < 1) throw broken('EMPTY', 'There is nothing left');
        refuse(stock);

        return stock.on ? { onHand: 1, available: stock.free } : null;
      };`;
    const found = mutantsOf('rule.ts', source).map(({ operator, before, after }) =>
      [operator, before.slice(0, 12), after.slice(0, 12)].join('|'),
    );

    expect(found).to.include.members([
      'guard removed|if (stock.on|',
      'operator turned|<|<=',
      'operator turned|<|>',
      'constant shifted|1|2',
      "word changed|'EMPTY'|'EMPTYX'",
      'other field|onHand|reserved',
      'check removed|refuse(stock|',
      'branches swapped|stock.on ? {|stock.on ? n',
      'fields swapped|{ onHand: 1,|{ onHand: st',
    ]);
  });

  it('sees a mutant die, and an equivalent one live', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const file = 'domain/order/rules/lineBounds.ts';
    const source = readFileSync(`${root}${file}`, 'utf8');
    const { firstFailure } = createSandbox(root, ['test/domain/order/order.unit.test.ts']);

    expect(firstFailure()).to.equal(null);
    expect(firstFailure({ file, source: source.replace('= 50', '= 51') })).to.contain('50 lines');
    expect(firstFailure({ file, source: `${source}\n;` })).to.equal(null);
  });

  it('counts a mutant that never ends as dead', function () {
    this.timeout(20_000);
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const file = 'domain/order/rules/lineBounds.ts';
    const { firstFailure } = createSandbox(root, ['test/domain/order/order.unit.test.ts'], 200);

    expect(firstFailure({ file, source: 'for (;;);' })).to.contain('deadline');
  });
});
