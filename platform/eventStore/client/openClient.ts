import { EventStoreDBClient } from '@eventstore/db-client';
import { createFeatureLookUp, type FeatureLookUp } from './serverFeatures.js';
import { withDiscoveryDefaults } from './discovery.js';

/** A client, and what it knows of its server. */
export type StoreConnection = Readonly<{ client: EventStoreDBClient; features: FeatureLookUp }>;

type Service = Readonly<{ getChannel: () => object }>;
type HandleError = (service: Service, error: Error) => Promise<void>;
type ShouldReconnect = (error: Error) => readonly [boolean, ...unknown[]];

/**
 * A client of @eventstore/db-client 6.2.1 that survives an outage. As it comes, it keeps a failed
 * look-up of the server's features for ever, and a second error that arrives while it looks for
 * a node becomes an unhandled rejection, which ends the process. `onLost` is called once for each
 * of its connections that is given up for another.
 */
export const openClient = (url: string, onLost?: (channel: object) => void): StoreConnection => {
  const client = EventStoreDBClient.connectionString(withDiscoveryDefaults(url));
  const features = createFeatureLookUp(client);
  const handleError = Reflect.get(client, 'handleError') as HandleError;
  const lost = new WeakSet();
  const shouldReconnect = Reflect.get(client, 'shouldReconnect') as ShouldReconnect;

  Object.defineProperty(client, 'capabilities', { get: features.get });
  Reflect.set(client, 'handleError', async (service: Service, error: Error): Promise<void> => {
    await handleError(service, error).catch(() => undefined);
    const [isLost] = shouldReconnect(error);
    if (!isLost) return;
    features.forget();
    const channel = service.getChannel();
    if (!lost.has(channel)) onLost?.(channel);
    lost.add(channel);
  });

  return { client, features };
};
