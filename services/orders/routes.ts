import type { Request, Response, Router } from 'express';
import { getHistory } from './readSide/getHistory.js';
import { getOrder } from './readSide/getOrder.js';
import { getReceipts } from './readSide/getReceipts.js';
import { listOrders } from './readSide/listOrders.js';
import { addItem } from './useCases/addItem.js';
import { advanceOrder } from './useCases/advanceOrder.js';
import { type Answer, sendAnswer } from './useCases/answer.js';
import { cancelOrder } from './useCases/cancelOrder.js';
import { changeItem } from './useCases/changeItem.js';
import type { Deps } from './useCases/deps.js';
import { type PlaceOrderInput, toPlaceOrderInput } from './useCases/placeOrderInput.js';
import { removeItem } from './useCases/removeItem.js';

export const orderRoutes =
  (deps: Deps, place: (input: PlaceOrderInput) => Promise<Answer>) =>
  (router: Router): void => {
    router.post(
      '/api/orders',
      answering((request) => place(toPlaceOrderInput(request, request.body))),
    );
    router.get('/api/orders', answering(listOrders(deps)));
    router.get('/api/orders/:id', answering(getOrder(deps)));
    router.get('/api/orders/:id/history', answering(getHistory(deps)));
    router.get('/api/orders/:id/why', answering(getReceipts(deps)));
    router.put('/api/orders/:id', answering(advanceOrder(deps)));
    router.delete('/api/orders/:id', answering(cancelOrder(deps)));
    router.post('/api/orders/:id/items', answering(addItem(deps)));
    router.put('/api/orders/:id/items/:itemId', answering(changeItem(deps)));
    router.delete('/api/orders/:id/items/:itemId', answering(removeItem(deps)));
  };

type UseCase = (request: Request) => Promise<Answer>;

const answering =
  (useCase: UseCase) =>
  async (request: Request, response: Response): Promise<void> =>
    sendAnswer(response, await useCase(request));
