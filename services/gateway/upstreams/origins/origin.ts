import { type Dispatcher, Pool } from 'undici';
import { type Instance, urlOfInstance } from '../../../../platform/discovery/index.js';
import type { UpstreamName } from '../../routes.js';
import { createGate, type Gate } from '../gate.js';

/** One process of an upstream. */
export type Origin = Readonly<{
  url: string;
  /** What requests call its host. */
  host: string;
  gate: Gate;
  dispatcher: Dispatcher;
  /** Whether it should be among those that get requests while there are others. */
  isPreferred: () => boolean;
  noteReady: (isReady: boolean) => void;
  /** It did not take a connection. */
  noteRefused: () => void;
  /** Ends when the requests in flight have their responses. */
  close: () => Promise<void>;
  /** Ends at once. */
  destroy: () => Promise<void>;
}>;

/** In milliseconds: one that refused a connection gets no request so long, if others may. */
const restMs = 1_000;

export const createOrigin = (name: UpstreamName, instance: Instance): Origin => {
  const dispatcher = createPool(instance);
  let isReady = true;
  let refusedAt = -Infinity;

  return {
    url: urlOfInstance(instance),
    host: new URL(instance.url).host,
    gate: createGate(name),
    dispatcher,
    isPreferred: () => isReady && performance.now() - refusedAt >= restMs,
    noteReady: (ready) => {
      isReady = ready;
    },
    noteRefused: () => {
      refusedAt = performance.now();
    },
    close: () => dispatcher.close(),
    destroy: () => dispatcher.destroy(),
  };
};

/**
 * Idle connections are closed before the upstream would do so (after 65 s), perhaps under a
 * request. The gate bounds how many are at work; each request that waits in the waiting room of
 * orders has one as well.
 */
const createPool = ({ url, address }: Instance): Pool =>
  new Pool(new URL(url).origin, {
    connections: 20_000,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 30_000,
    connect: { timeout: 1000, ...(address !== null && { lookup: lookUp(address) }) },
    // The proxy has a timeout of its own, for the whole exchange.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

type Found = (error: null, address: string | Readonly<object>[], family?: number) => void;

/** Requests keep the name of the URL, for proxies on the way. */
const lookUp = (address: string) => {
  const family = address.includes(':') ? 6 : 4;

  return (_: string, { all = false }: Readonly<{ all?: boolean }>, found: Found): void => {
    if (all) found(null, [{ address, family }]);
    else found(null, address, family);
  };
};
