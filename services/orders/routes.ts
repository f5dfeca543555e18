import type { Router } from 'express';
import {
  type HotRoute,
  type HttpAnswer,
  sendAnswer,
  toHandler,
} from '../../platform/http/index.js';
import { getHistory } from './readSide/getHistory.js';
import { getOrder } from './readSide/getOrder.js';
import { getReceipts } from './readSide/getReceipts.js';
import { listOrders } from './readSide/listOrders.js';
import { addItem } from './useCases/addItem.js';
import { advanceOrder } from './useCases/advanceOrder.js';
import { cancelOrder } from './useCases/cancelOrder.js';
import { changeItem } from './useCases/changeItem.js';
import type { Deps } from './useCases/deps.js';
import { placeOrder } from './useCases/placeOrder.js';
import { type PlaceOrderInput, toPlaceOrderInput } from './useCases/placeOrderInput.js';
import { payOrder } from './useCases/payOrder.js';
import { removeItem } from './useCases/removeItem.js';
import { receivePayment } from './webhook/receivePayment.js';

type PlaceOrderUseCase = (input: PlaceOrderInput) => Promise<HttpAnswer>;

type OrderRoutes = Readonly<{ routes: (router: Router) => void; hotRoute: HotRoute }>;

/** Returns the routes of the orders' API; placing an order is the hot one. */
export const orderRoutes = (deps: Deps): OrderRoutes => {
  const place = placeOrder(deps);

  return { hotRoute: hotRoute(place), routes: (router) => useRoutes(router, deps, place) };
};

const path = '/api/orders';
const webhookPath = '/api/payments/webhook';

const hotRoute = (place: PlaceOrderUseCase): HotRoute => ({
  method: 'POST',
  path,
  handle: async (request, response) =>
    sendAnswer(response, await place(toPlaceOrderInput(request, request.body))),
});

const useRoutes = (router: Router, deps: Deps, place: PlaceOrderUseCase): void => {
  router.post(
    path,
    toHandler((request) => place(toPlaceOrderInput(request, request.body))),
  );
  router.get(path, toHandler(listOrders(deps)));
  router.get(`${path}/:id`, toHandler(getOrder(deps)));
  router.get(`${path}/:id/history`, toHandler(getHistory(deps)));
  router.get(`${path}/:id/why`, toHandler(getReceipts(deps)));
  router.put(`${path}/:id`, toHandler(advanceOrder(deps)));
  router.delete(`${path}/:id`, toHandler(cancelOrder(deps)));
  router.post(`${path}/:id/payment`, toHandler(payOrder(deps)));
  const { paymentWebhookSecret: secret } = deps;
  if (secret !== null) router.post(webhookPath, toHandler(receivePayment({ ...deps, secret })));
  router.post(`${path}/:id/items`, toHandler(addItem(deps)));
  router.put(`${path}/:id/items/:itemId`, toHandler(changeItem(deps)));
  router.delete(`${path}/:id/items/:itemId`, toHandler(removeItem(deps)));
};
