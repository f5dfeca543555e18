import type { EventStoreDBClient } from '@eventstore/db-client';
import { ServerFeatures } from '@eventstore/db-client/dist/Client/ServerFeatures.js';
import features from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { Metadata, type ServiceError, status } from '@grpc/grpc-js';

/** What the server can do, as the client reads it before it appends. */
export type FeatureLookUp = Readonly<{
  /** Returns what is known or under way, else calls the server. Throws as the call does. */
  get: () => Promise<ServerFeatures>;
  isUnderWay: () => boolean;
  /** The next `get` calls the server again. */
  forget: () => void;
}>;

/**
 * A look-up that fails is forgotten, and has a deadline. The client's own has none, and keeps a
 * failed one for ever: every later append of that client fails with its error.
 */
export const createFeatureLookUp = (client: EventStoreDBClient): FeatureLookUp => {
  let latest: Promise<ServerFeatures> | null = null;
  let underWay: Promise<ServerFeatures> | null = null;

  const ask = (): Promise<ServerFeatures> => {
    const asked = askServer(client);
    latest = asked;
    underWay = asked;
    asked
      .catch(() => {
        if (latest === asked) latest = null;
      })
      .finally(() => {
        if (underWay === asked) underWay = null;
      });

    return asked;
  };

  return {
    get: () => latest ?? ask(),
    isUnderWay: () => underWay !== null,
    forget: () => {
      latest = null;
    },
  };
};

const timeoutMs = 2000;

type FeaturesClient = InstanceType<typeof features.ServerFeaturesClient>;

type Execute = <T>(
  service: typeof features.ServerFeaturesClient,
  name: string,
  action: (service: FeaturesClient) => Promise<T>,
) => Promise<T>;

const askServer = async (client: EventStoreDBClient): Promise<ServerFeatures> => {
  const execute = Reflect.get(client, 'execute') as Execute;

  return execute(features.ServerFeaturesClient, 'getSupportedMethods', supportedMethods);
};

const supportedMethods = (service: FeaturesClient): Promise<ServerFeatures> =>
  new Promise((resolve, reject) => {
    const deadline = new Date(Date.now() + timeoutMs);
    service.getSupportedMethods(
      new shared.Empty(),
      new Metadata(),
      { deadline },
      (error, methods) => {
        if (error !== null && error.code !== status.UNIMPLEMENTED) reject(asUnreachable(error));
        else resolve(new ServerFeatures(error, methods));
      },
    );
  });

/** A server that accepts connections and is silent is none: the client then looks for another. */
const asUnreachable = (error: ServiceError): ServiceError =>
  error.code === status.DEADLINE_EXCEEDED
    ? Object.assign(error, { code: status.UNAVAILABLE })
    : error;
