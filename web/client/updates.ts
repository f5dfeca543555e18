import type { Socket } from 'socket.io-client';
import { enter, followConnection, visit } from './sockets.js';
import { createListeners } from './listeners.js';
import type { Session } from './session/session.js';
import type { OrderUpdate, StockUpdate } from './types.js';

export type ConnectionState = 'connecting' | 'connected' | 'disconnected';

/** What the server says by itself. */
export type Updates = Readonly<{
  /** Connects as whoever the session is of, and again when that changes. */
  start: () => void;
  stop: () => void;
  state: () => ConnectionState;
  onState: (listener: (state: ConnectionState) => void) => () => void;
  /** Every update of the user's orders since the start, each once, in order. */
  onOrder: (listener: (update: OrderUpdate) => void) => () => void;
  onStock: (listener: (update: StockUpdate) => void) => () => void;
  /** Any other event that the server sends, by name. */
  onEvent: (listener: (event: ServerEvent) => void) => () => void;
  /** The products whose stock is sent, instead of those before; at most 100. */
  watch: (productIds: readonly string[]) => void;
}>;

export type ServerEvent = Readonly<{ name: string; value: unknown }>;

type Deps = Readonly<{ origin: string; session: Session }>;

const mostWatched = 100;

export const createUpdates = (deps: Deps): Updates => {
  const sinks = createSinks();
  let socket: Socket | null = null;
  let state: ConnectionState = 'disconnected';
  let watched: readonly string[] = [];
  let endSubscription: (() => void) | null = null;

  const setState = (next: ConnectionState): void => {
    if (next !== state) sinks.states.emit((state = next));
  };
  const watch = (): void => void socket?.emit('watch', { productIds: watched });
  const disconnect = (): void => {
    const old = socket;
    socket = null;
    old?.disconnect();
    setState('disconnected');
  };
  const connect = (): void => {
    disconnect();
    setState('connecting');
    const next = openSocket(deps, sinks);
    socket = next;
    followConnection(next, (isConnected) => {
      if (socket !== next) return;
      if (isConnected) watch();
      setState(isConnected ? 'connected' : 'connecting');
    });
  };

  return {
    start: () => {
      endSubscription ??= deps.session.onChange(connect);
      connect();
    },
    stop: () => {
      endSubscription?.();
      endSubscription = null;
      disconnect();
    },
    state: () => state,
    onState: sinks.states.subscribe,
    onOrder: sinks.orders.subscribe,
    onStock: sinks.stocks.subscribe,
    onEvent: sinks.others.subscribe,
    watch: (productIds) => {
      watched = productIds.slice(0, mostWatched);
      if (socket?.connected === true) watch();
    },
  };
};

const createSinks = () => ({
  states: createListeners<ConnectionState>(),
  orders: createListeners<OrderUpdate>(),
  stocks: createListeners<StockUpdate>(),
  others: createListeners<ServerEvent>(),
});

const openSocket = (
  { origin, session }: Deps,
  { orders, stocks, others }: ReturnType<typeof createSinks>,
): Socket => {
  const socket = session.user() === null ? visit(origin) : enter({ origin, session }, orders.emit);
  socket.on('stock.update', stocks.emit);
  socket.onAny((name: string, value: unknown) => {
    if (name !== 'stock.update' && name !== 'order.update') others.emit({ name, value });
  });

  return socket;
};
