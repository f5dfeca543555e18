import { stepsOfAdmins } from './postmanAdminSteps.js';
import type { Step } from './postmanStep.js';

const tokens = { accessToken: 'accessToken', refreshToken: 'refreshToken' };
const account = { email: '{{email}}', password: '{{password}}' };
const product = { id: '{{productId}}' };
const other = { id: '{{otherProductId}}' };
const order = { id: '{{orderId}}' };
const addedItem = { ...order, itemId: '{{addedItemId}}' };
const reservation = { reservationId: '{{reservationId}}', productId: '{{productId}}' };

const newProduct = (name: string) => ({
  name: `Wireless Earbuds {{${name}}}`,
  sku: `{{${name}}}`,
  price: 79.99,
  stock: 100,
  category: 'audio',
  paymentWindowSeconds: 900,
});

const makeAccount: Step = {
  id: 'register',
  status: 201,
  set: { email: '{{$guid}}@example.com', password: 'correct horse {{$guid}}' },
  body: { ...account, firstName: 'Ann' },
  keep: tokens,
};

/** An order can be changed while no line of it waits. */
const untilDecided = (name: string): Step => ({
  id: 'getOrder',
  name,
  status: 200,
  params: order,
  until: "body.status === 'CONFIRMED' && body.inventoryStatus === 'RESERVED'",
});

/** From top to bottom, by folder: whoever runs the collection in this order gets what is said. */
export const stepsByFolder: Readonly<Record<string, readonly Step[]>> = {
  'Sign in': [
    makeAccount,
    { id: 'logIn', status: 200, body: account, keep: tokens },
    { id: 'refresh', status: 200, body: { refreshToken: '{{refreshToken}}' }, keep: tokens },
    { id: 'getCurrentUser', status: 200, keep: { userId: 'id' } },
    { id: 'getCurrentUserAlias', status: 200 },
    { id: 'getKeys', status: 200 },
    {
      id: 'logIn',
      name: 'Sign in as the admin',
      status: 200,
      body: { email: '{{adminEmail}}', password: '{{adminPassword}}' },
      keep: { adminToken: 'accessToken', adminRefreshToken: 'refreshToken' },
    },
  ],
  Products: [
    {
      id: 'addProduct',
      as: 'admin',
      status: 201,
      set: { sku: 'EAR-{{$guid}}' },
      body: newProduct('sku'),
      keep: { productId: 'product.id' },
    },
    {
      id: 'addProductAlias',
      as: 'admin',
      status: 201,
      set: { otherSku: 'EAR-{{$guid}}' },
      body: newProduct('otherSku'),
      keep: { otherProductId: 'product.id' },
    },
    { id: 'listProducts', status: 200 },
    { id: 'listProductsAlias', status: 200 },
    { id: 'getProduct', status: 200, params: product },
    { id: 'getProductAlias', status: 200, params: other },
    { id: 'changeProduct', as: 'admin', status: 200, params: product, body: { category: 'sale' } },
    {
      id: 'changeProductAlias',
      as: 'admin',
      status: 200,
      params: other,
      body: { category: 'sale' },
    },
    { id: 'getStock', status: 200, params: product },
    { id: 'getStockAlias', status: 200, params: other },
    { id: 'changeStock', as: 'admin', status: 200, params: product, body: { adjustment: -3 } },
    { id: 'changeStockAlias', as: 'admin', status: 200, params: other, body: { stock: 50 } },
  ],
  Reservations: [
    {
      id: 'reserve',
      as: 'admin',
      status: 201,
      set: { reservationId: '{{$guid}}' },
      body: { ...reservation, quantity: 1 },
    },
    { id: 'release', as: 'admin', status: 200, body: reservation },
  ],
  Orders: [
    {
      id: 'placeOrder',
      status: 201,
      body: { items: [{ productId: '{{productId}}', quantity: 2 }] },
      keep: { orderId: 'order.id', itemId: 'order.items.0.itemId' },
    },
    untilDecided('Wait until the order is confirmed'),
    { id: 'listOrders', status: 200 },
    { id: 'getHistory', status: 200, params: order },
    { id: 'getReceipts', status: 200, params: order },
    {
      id: 'addItem',
      status: 200,
      params: order,
      body: { productId: '{{otherProductId}}', quantity: 1 },
      keep: { addedItemId: 'order.items.1.itemId' },
    },
    untilDecided('Wait until the line is added'),
    { id: 'changeItem', status: 200, params: addedItem, body: { quantity: 2 } },
    untilDecided('Wait until the line is changed'),
    { id: 'removeItem', status: 200, params: addedItem },
    untilDecided('Wait until the line is removed'),
    {
      id: 'recordPayment',
      as: 'admin',
      status: 200,
      params: order,
      body: { reference: 'payment-{{$guid}}', amount: 159.98 },
    },
    {
      id: 'receivePayment',
      name: 'A webhook that nobody signed',
      status: 401,
      statusWhenOff: 404,
      body: { orderId: '{{orderId}}', reference: 'payment-{{$guid}}', amount: 159.98 },
    },
    { id: 'advanceOrder', as: 'admin', status: 200, params: order, body: { status: 'SHIPPED' } },
    {
      id: 'placeOrder',
      name: 'Place an order to cancel',
      status: 201,
      body: { items: [{ productId: '{{productId}}', quantity: 1 }] },
      keep: { orderId: 'order.id' },
    },
    { id: 'cancelOrder', status: 200, params: order },
  ],
  Notifications: [
    {
      id: 'listNotifications',
      status: 200,
      until: 'body.notifications.length > 0',
      keep: { notificationId: 'notifications.0.id' },
    },
    { id: 'markRead', status: 200, params: { id: '{{notificationId}}' } },
    { id: 'markAllRead', status: 200 },
  ],
  ...stepsOfAdmins,
  Operations: [
    { id: 'getHealth', status: 200 },
    { id: 'getReadiness', status: 200 },
    { id: 'getMetrics', status: 200 },
    { id: 'getOpenApi', status: 200 },
    { id: 'getPostmanCollection', status: 200 },
    { id: 'getDocs', status: 200 },
    { id: 'getShop', status: 200 },
    { id: 'getConsole', status: 200 },
  ],
  'Tidy up and log out': [
    { id: 'withdrawProduct', as: 'admin', status: 204, params: product },
    { id: 'withdrawProductAlias', as: 'admin', status: 204, params: other },
    {
      id: 'changePassword',
      status: 200,
      set: { newPassword: 'battery staple {{$guid}}' },
      body: { oldPassword: '{{password}}', newPassword: '{{newPassword}}' },
    },
    { id: 'deleteCurrentUser', status: 204, body: { password: '{{newPassword}}' } },
    { ...makeAccount, name: 'Make an account to delete by the other path' },
    { id: 'deleteCurrentUserAlias', status: 204, body: { password: '{{password}}' } },
    { id: 'logOut', status: 204, body: { refreshToken: '{{adminRefreshToken}}' } },
  ],
};
