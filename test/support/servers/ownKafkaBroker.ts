import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KafkaBroker, startKafkaBroker } from '../../../embedded/kafkaBroker/index.js';

/** An empty broker in a folder of its own, which goes with it. It does not sync. */
export const startOwnKafkaBroker = async (): Promise<KafkaBroker> => {
  const dir = await mkdtemp(join(tmpdir(), 'kafka-broker-'));
  const broker = await startKafkaBroker({ dir, sync: false });

  return {
    ...broker,
    stop: async () => {
      await broker.stop();
      await rm(dir, { recursive: true });
    },
  };
};
