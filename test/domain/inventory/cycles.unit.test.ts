import { expect } from 'chai';
import fc from 'fast-check';
import { DomainError } from '../../../domain/decider.js';
import {
  type Inventory,
  inventoryDecider,
  type InventoryCommand,
  type Product,
} from '../../../domain/inventory/index.js';
import { entriesOf } from '../../../domain/persistentMap.js';
import {
  adjust,
  commit,
  count,
  itemA,
  itemB,
  orderA,
  orderB,
  release,
  releaseManually,
  reserveManually,
  setReservation,
  withStock,
} from './inventoryFixture.js';

const { decide, evolve, initialState } = inventoryDecider;

const manualIds = ['c0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000002'];
const lines = [
  { orderId: orderA, itemId: itemA },
  { orderId: orderB, itemId: itemB },
];

const line = fc.constantFrom(...lines);
const revision = fc.nat(4);
const quantity = fc.nat(6);
const commands: fc.Arbitrary<InventoryCommand> = fc.oneof(
  fc
    .tuple(line, revision, quantity)
    .map(([of, orderRevision, units]) => setReservation(units, { ...of, orderRevision })),
  fc.tuple(line, revision).map(([of, orderRevision]) => release(orderRevision, of)),
  fc.tuple(line, revision).map(([of, orderRevision]) => commit(orderRevision, of)),
  fc
    .tuple(fc.constantFrom(...manualIds), fc.integer({ min: 1, max: 6 }))
    .map(([id, units]) => reserveManually(id, units)),
  fc.constantFrom(...manualIds).map(releaseManually),
  fc.integer({ min: -3, max: 3 }).map(adjust),
  fc.nat(12).map(count),
);

const attempt = (state: Inventory, command: InventoryCommand): Inventory => {
  try {
    return decide(command, state).reduce(evolve, state);
  } catch (error) {
    if (error instanceof DomainError) return state;
    throw error;
  }
};

const heldBy = ({ reservations }: Product): number =>
  entriesOf(reservations).values.reduce(
    (sum, { status, units }) => (status === 'HELD' ? sum + units : sum),
    0,
  );

describe('Inventory: reserved, released, shipped and counted again and again', () => {
  it('says as reserved what is held, from zero to what there is', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 60 }), (steps) => {
        let state: Inventory = withStock(8).reduce(evolve, initialState());
        for (const step of steps) {
          state = attempt(state, step);
          const { reserved, onHand } = state as Product;
          expect(reserved).to.equal(heldBy(state as Product));
          expect(reserved).to.be.within(0, onHand);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has nothing reserved when everything was released, however often', () => {
    let state: Inventory = withStock(8).reduce(evolve, initialState());
    for (let round = 10; round < 30; round += 1) {
      const orderId = `a0000000-0000-4000-8000-0000000000${round}`;
      const manualId = `c0000000-0000-4000-8000-0000000000${round}`;
      for (const step of [setReservation(3, { orderId }), reserveManually(manualId, 2)])
        state = attempt(state, step);
      expect(state).to.include({ reserved: 5 });
      for (const step of [release(1, { orderId }), releaseManually(manualId)])
        state = attempt(attempt(state, step), step);
    }

    expect(state).to.include({ reserved: 0, onHand: 8 });
  });
});
