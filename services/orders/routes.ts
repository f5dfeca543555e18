import type { Request, Response, Router } from 'express';
import { type Answer, sendAnswer } from './answer.js';
import { addItem } from './changing/addItem.js';
import { advanceOrder } from './changing/advanceOrder.js';
import { cancelOrder } from './changing/cancelOrder.js';
import { changeItem } from './changing/changeItem.js';
import { removeItem } from './changing/removeItem.js';
import type { Parts } from './parts.js';
import { type Placing, toPlacing } from './placing/placing.js';
import { getHistory } from './reading/getHistory.js';
import { getOrder } from './reading/getOrder.js';
import { getReceipts } from './reading/getReceipts.js';
import { listOrders } from './reading/listOrders.js';

export const orderRoutes =
  (parts: Parts, place: (placing: Placing) => Promise<Answer>) =>
  (router: Router): void => {
    router.post(
      '/api/orders',
      answering((request) => place(toPlacing(request, request.body))),
    );
    router.get('/api/orders', answering(listOrders(parts)));
    router.get('/api/orders/:id', answering(getOrder(parts)));
    router.get('/api/orders/:id/history', answering(getHistory(parts)));
    router.get('/api/orders/:id/why', answering(getReceipts(parts)));
    router.put('/api/orders/:id', answering(advanceOrder(parts)));
    router.delete('/api/orders/:id', answering(cancelOrder(parts)));
    router.post('/api/orders/:id/items', answering(addItem(parts)));
    router.put('/api/orders/:id/items/:itemId', answering(changeItem(parts)));
    router.delete('/api/orders/:id/items/:itemId', answering(removeItem(parts)));
  };

type UseCase = (request: Request) => Promise<Answer>;

const answering =
  (useCase: UseCase) =>
  async (request: Request, response: Response): Promise<void> =>
    sendAnswer(response, await useCase(request));
