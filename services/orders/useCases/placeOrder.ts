import type { HttpAnswer } from '../../../platform/http/index.js';
import { appendOrder, type Placing, productsOf } from '../placing/appendOrder.js';
import { givingBack, placeInTurn } from '../placing/placeInTurn.js';
import { orUnknown, reasonAgainst, refuseOrder } from '../placing/refuseOrder.js';
import type { Deps } from './deps.js';
import { type OrderDraft, toOrderDraft } from './orderDraft.js';
import type { PlaceOrderInput } from './placeOrderInput.js';

/**
 * 201 with the order, again for every repetition. Problems: 400, 404 PRODUCT_NOT_FOUND, 409
 * SOLD_OUT, 422 IDEMPOTENCY_KEY_REUSED, 503, 504. The append is the key's look-up; whatever refuses
 * before it looks first, unless it may be repeated (503). A key that may still get its order is not
 * refused: its order is placed, and the inventory refuses it. An order that does not fit waits.
 */
export const placeOrder =
  (deps: Deps) =>
  async (input: PlaceOrderInput): Promise<HttpAnswer> => {
    const draft = toOrderDraft(input);
    const isOpen = deps.placements.isOpen(draft.orderId);
    const answer = place(deps, { input, draft, now: deps.now() });

    return isOpen ? orUnknown(answer) : answer;
  };

const place = async (deps: Deps, placing: Placing): Promise<HttpAnswer> => {
  const products = await productsOf(deps, placing.draft);
  const reason = reasonAgainst(deps, placing.draft, products);
  if (reason !== null) return refuseOrder(deps, placing, reason);
  deps.admission.requireRoom();
  const { waitingRoom } = deps;
  if (waitingRoom === null) return appendOrder(deps, placing, products);
  if (!letIn(waitingRoom, placing.draft))
    return placeInTurn(deps, waitingRoom, { placing, products });

  return givingBack(waitingRoom, placing, appendOrder(deps, placing, products));
};

/** Whoever takes a place on the waitlist does not wait here. */
const letIn = (waitingRoom: NonNullable<Deps['waitingRoom']>, draft: OrderDraft): boolean => {
  if (draft.ifSoldOut !== 'WAIT') return waitingRoom.tryAdmit(draft);
  waitingRoom.admit(draft);

  return true;
};
