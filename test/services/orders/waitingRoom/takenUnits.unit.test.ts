import { expect } from 'chai';
import { createTakenUnits } from '../../../../services/orders/waitingRoom/takenUnits.js';
import type { UnitsLeft } from '../../../../services/orders/waitingRoom/unitsLeft.js';

describe('The units that were taken for orders', () => {
  const lines = [{ productId: 'p', quantity: 2 }];

  const open = () => {
    const log: string[] = [];
    const units = {
      take: () => log.push('take'),
      giveBack: () => log.push('give back'),
      noteAppended: () => log.push('appended'),
    } as unknown as UnitsLeft;
    const taken = createTakenUnits(units, () => log.push('more left'));

    return { taken, log };
  };

  it('are given back when the append fails', async () => {
    const { taken, log } = open();
    taken.take('o', lines);
    await taken.follow('o', Promise.reject(new Error('refused')));
    expect(log).to.deep.equal(['take', 'give back', 'more left']);
  });

  it('leave the failure of an order for which none were taken to whoever appends it', async () => {
    const { taken, log } = open();
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    await taken.follow('o', Promise.reject(new Error('the key is used')));
    await new Promise(setImmediate);
    process.off('unhandledRejection', note);
    expect([unhandled, log]).to.deep.equal([[], []]);
  });
});
