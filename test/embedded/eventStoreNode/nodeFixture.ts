import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import {
  type EventStoreNode,
  startEventStoreNode,
} from '../../../embedded/eventStoreNode/index.js';
import {
  type NodeStore,
  openEventStore,
} from '../../../embedded/eventStoreNode/store/eventStore.js';
import { type ProposedEvent } from '../../../embedded/eventStoreNode/storage/record.js';
import { parseUuid } from '../../../embedded/eventStoreNode/store/uuid.js';
import { EventStoreWire } from '../../support/clients/eventStoreWire.js';

/** A folder for each test that wants one, gone when the test is over. */
export const useFolders = (): (() => Promise<string>) => {
  const folders: string[] = [];
  afterEach(async () => {
    for (const dir of folders.splice(0)) await rm(dir, { recursive: true, force: true });
  });

  return async () => {
    const dir = await mkdtemp(join(tmpdir(), 'quicksale-events-'));
    folders.push(dir);

    return dir;
  };
};

/** A node of each test's own, and two clients of it; as they are when they are read. */
export const useNode = (): Readonly<{
  node: EventStoreNode;
  client: EventStoreDBClient;
  wire: EventStoreWire;
}> => {
  const newFolder = useFolders();
  const used = {} as { node: EventStoreNode; client: EventStoreDBClient; wire: EventStoreWire };
  beforeEach(async () => {
    used.node = await startEventStoreNode({ dir: await newFolder(), port: 0 });
    used.client = EventStoreDBClient.connectionString(used.node.url);
    used.wire = await EventStoreWire.connect(used.node.url);
  });
  afterEach(async () => {
    used.wire.close();
    await used.client.dispose();
    await used.node.stop();
  });

  return used;
};

export const logIn = (dir: string): string => join(dir, 'events.log');

export const proposed = (text: string, id: string = randomUUID()): ProposedEvent => ({
  id: parseUuid(id),
  type: 'Happened',
  isJson: true,
  data: Buffer.from(JSON.stringify({ text })),
  metadata: Buffer.alloc(0),
});

/** The texts of a stream's events; [] when there is no such stream. */
export const textsOf = ({ reader }: NodeStore, stream: string): string[] => {
  const { current, positions } = reader.stream(stream);

  return reader
    .events(positions(0, current + 1))
    .map(({ data }) => (JSON.parse(Buffer.from(data).toString()) as { text: string }).text);
};

/** Opens the store in `dir`, works with it, and closes it again. */
export const withStore = async <T>(
  dir: string,
  work: (store: NodeStore) => T | Promise<T>,
): Promise<T> => {
  const store = await openEventStore({ dir });
  try {
    return await work(store);
  } finally {
    await store.stop();
  }
};
