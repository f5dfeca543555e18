import {
  type EventStoreDBClient,
  jsonEvent,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { withTimeout } from '../../concurrency/index.js';
import { openClient } from '../client/openClient.js';
import { type RawMetadata, withReadRole } from './readRoles.js';

const metadataOfAll = '$$$all';

/** In milliseconds, for everything together. */
const timeoutMs = 15_000;

/** How often somebody else may change the metadata between our read and our write. */
const attempts = 5;

/**
 * Lets an account read `$all`, by the metadata of that stream: what an admin does once for an
 * account of QuickSale. `adminUrl` is a connection string with an admin's credentials. Returns
 * false when the account had the right already. Rejects with the client's error.
 */
export const grantReadOfAll = async (adminUrl: string, account: string): Promise<boolean> => {
  const { client } = openClient(adminUrl);
  try {
    return await withTimeout(grant(client, account), timeoutMs, 'Granting the right');
  } finally {
    await withTimeout(client.dispose(), 1_000, 'Disconnecting').catch(() => undefined);
  }
};

const grant = async (client: EventStoreDBClient, account: string): Promise<boolean> => {
  for (let attempt = 1; ; attempt += 1) {
    const { metadata, revision } = await readMetadata(client);
    const changed = withReadRole(metadata, account);
    if (changed === null) return false;
    try {
      const event = jsonEvent({ type: '$metadata', data: changed });
      await client.appendToStream(metadataOfAll, event, { expectedRevision: revision });

      return true;
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError) || attempt === attempts) throw error;
    }
  }
};

type Stored = Readonly<{ metadata: RawMetadata; revision: bigint | 'no_stream' }>;

/** As it is stored, and with its revision: the client's own getStreamMetadata loses both. */
const readMetadata = async (client: EventStoreDBClient): Promise<Stored> => {
  const stored: Stored[] = [];
  const source = client.readStream(metadataOfAll, {
    direction: 'backwards',
    fromRevision: 'end',
    maxCount: 1,
  });
  try {
    for await (const { event } of source)
      if (event !== undefined)
        stored.push({ metadata: toMetadata(event.data), revision: event.revision });
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
  }

  return stored[0] ?? { metadata: {}, revision: 'no_stream' };
};

const toMetadata = (data: unknown): RawMetadata =>
  typeof data === 'object' && data !== null && !(data instanceof Uint8Array)
    ? (data as RawMetadata)
    : {};
