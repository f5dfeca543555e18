import { orderDecider } from '../../../domain/order/index.js';
import { HandlerBusy } from '../../../platform/commandHandling/index.js';
import type { HttpAnswer } from '../../../platform/http/index.js';
import type { KeyState } from '../readSide/keyLookup.js';
import type { Deps } from '../useCases/deps.js';
import type { OrderDraft } from '../useCases/orderDraft.js';
import type { BeginWait, Wait, WaitOutcome } from '../waitingRoom/wait.js';
import { appendOrder, type Placing, type Products, productsOf, toCommand } from './appendOrder.js';
import {
  keyReused,
  orUnknown,
  reasonAgainst,
  refuseOrder,
  replayOrder,
  soldOut,
} from './refuseOrder.js';

type TurnGiver = NonNullable<Deps['waitingRoom']>;

/**
 * Waits for units, and looks the key up meanwhile. Throws HandlerBusy when the wait was in vain.
 */
export const placeInTurn = async (
  deps: Deps,
  waitingRoom: TurnGiver,
  { placing, products }: Readonly<{ placing: Placing; products: Products }>,
): Promise<HttpAnswer> => {
  const { input, draft } = placing;
  requireSound(placing, products);
  const wait = waitingRoom.wait(draft, input.beginWait ?? beginNoWait);
  if (wait === null) throw keyReused();
  const state = await firstOf(wait, deps.keys.find(draft.orderId, input.context.deadline));
  if (state === 'busy') throw new HandlerBusy('The order waits for units');
  if (state === 'refused') return refuseOrder(deps, placing, await reasonOf(deps, draft));
  if (state !== 'admitted' && state.kind === 'placed') return replayOrder(state.event, draft);
  const answer = appendInTurn(deps, waitingRoom, placing);

  return state === 'admitted' ? answer : orUnknown(answer);
};

/** Throws what an order breaks by itself: nobody waits to hear that. */
const requireSound = (placing: Placing, products: Products): void => {
  orderDecider.decide(toCommand(placing, products), orderDecider.initialState());
};

/** Returns what the wait came to, or what is known of the key when that ends the wait. */
const firstOf = async (wait: Wait, key: Promise<KeyState>): Promise<WaitOutcome | KeyState> => {
  try {
    return await Promise.race<WaitOutcome | KeyState>([
      wait.outcome,
      key.then<WaitOutcome | KeyState>((state) => (state.kind === 'free' ? wait.outcome : state)),
    ]);
  } finally {
    wait.cancel();
  }
};

const reasonOf = async (deps: Deps, draft: OrderDraft): Promise<Error> =>
  reasonAgainst(deps, draft, await productsOf(deps, draft)) ?? soldOut();

const appendInTurn = async (
  deps: Deps,
  waitingRoom: TurnGiver,
  placing: Placing,
): Promise<HttpAnswer> => {
  const appending = productsOf(deps, placing.draft).then((products) => {
    deps.admission.requireRoom({ hasWaited: true });

    return appendOrder(deps, placing, products);
  });

  return givingBack(waitingRoom, placing, appending);
};

/** The units of an order of which nothing was sent are left for others. */
export const givingBack = async (
  waitingRoom: Pick<TurnGiver, 'giveBack'>,
  { draft }: Placing,
  answer: Promise<HttpAnswer>,
): Promise<HttpAnswer> => {
  try {
    return await answer;
  } finally {
    waitingRoom.giveBack(draft.orderId);
  }
};

/** Of a request whose client cannot be seen. */
const beginNoWait: BeginWait = () => () => undefined;
