/**
 * Shows a buyer's orders as they change. Served by the notifier at /client; the Socket.IO client
 * comes from the same server, and logging in goes to the gateway in front of it.
 */
const byId = (id) => document.getElementById(id);
const showState = (text) => {
  byId('state').textContent = text;
};

let socket = null;

const connect = (token, cursor) => {
  socket?.disconnect();
  const auth = { token, ...(cursor !== null && { cursor }) };
  // The function is called at every reconnect: with the last cursor nothing is missed or repeated.
  socket = globalThis.io({ auth: (send) => send(auth), transports: ['websocket', 'polling'] });
  socket.on('connect', () => showState('connected'));
  socket.on('disconnect', (reason) => showState(`disconnected: ${reason}`));
  socket.on('connect_error', (error) => showState(`refused: ${error.message}`));
  socket.on('token_expired', ({ code }) => showState(`ended: ${code}; connect with a new token`));
  socket.on('cursor', (start) => {
    auth.cursor = start.cursor;
  });
  socket.on('order.update', (update) => {
    auth.cursor = update.cursor;
    showOrder(update);
  });
  socket.on('stock.update', showStock);
};

const rowOf = (values) => {
  const row = document.createElement('tr');
  for (const value of values) {
    const cell = document.createElement('td');
    cell.textContent = value;
    row.append(cell);
  }

  return row;
};

const showOrder = ({
  cursor,
  orderId,
  status,
  inventoryStatus,
  reason = '',
  message,
  occurredAt,
}) => {
  const ago = Date.now() - new Date(occurredAt).getTime();
  const stock = reason === '' ? inventoryStatus : `${inventoryStatus} (${reason})`;
  byId('orders').prepend(rowOf([cursor, orderId, status, stock, message, occurredAt, ago]));
};

const showStock = ({ productId, available, soldOut }) => {
  const row = rowOf([productId, soldOut ? 'sold out' : available]);
  row.id = `stock-${productId}`;
  const old = byId(row.id);
  if (old === null) byId('stock').append(row);
  else old.replaceWith(row);
};

const cursorField = () => {
  const text = byId('cursor').value.trim();

  return /^\d+$/.test(text) ? Number(text) : null;
};

const logIn = async (email, password) => {
  const response = await fetch('/api/auth/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail ?? response.statusText);

  return body.accessToken;
};

byId('connect').addEventListener('submit', (event) => {
  event.preventDefault();
  connect(byId('token').value.trim(), cursorField());
});

byId('disconnect').addEventListener('click', () => socket?.disconnect());

byId('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    byId('token').value = await logIn(byId('email').value, byId('password').value);
    connect(byId('token').value, cursorField());
  } catch (error) {
    showState(`cannot log in: ${error.message}`);
  }
});

byId('watch').addEventListener('submit', (event) => {
  event.preventDefault();
  const productIds = byId('products')
    .value.split(/[\s,]+/)
    .filter(Boolean);
  socket?.emit('watch', { productIds }, (answer) => {
    if (!answer.ok) showState(`cannot watch: ${answer.code}`);
  });
});
