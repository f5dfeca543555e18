import { join } from 'node:path';
import { migrate } from '../migrations/migrate.js';
import type { Bench } from './harness/bench.js';
import { openReservations } from './reservations/reservations.js';
import { startModule } from './system/moduleProcess.js';
import { closedLoop } from './load/loops.js';

export const coldStart: Bench = {
  name: 'coldStart',
  question:
    'How long does a fresh process take for its first command on a stream of a million events?',
  limit: 15,
  run: async (context) => {
    const events = context.isQuick ? 20_000 : 1_000_000;
    const rounds = context.isQuick ? 1 : 3;
    const start = async (part: string): Promise<string> => {
      const module = new URL(`../embedded/${part}/main.js`, import.meta.url);
      const args = ['--port', '0', '--dir', join(context.folder, part)];

      return (await startModule(context, module, args)).url;
    };
    const [url, databaseUrl] = [await start('eventStoreNode'), await start('postgres')];
    await migrate(databaseUrl);
    const first = openReservations(url, { databaseUrl });
    const productId = await first.addProduct(10_000_000);
    let written = 0;
    await closedLoop(
      1_000,
      () => written >= events,
      async () => {
        written += 1;
        await first.grouped(productId);
      },
    );
    await first.stop();
    context.say(`${written} events written`);
    const withSnapshot: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const cold = openReservations(url, { databaseUrl });
      const begun = performance.now();
      await cold.grouped(productId);
      withSnapshot.push((performance.now() - begun) / 1000);
      await cold.stop();
    }

    return {
      settings: { events, rounds, reservations: 'every event is another buyer’s' },
      figures: [
        {
          what: 'first command, from the last snapshot',
          unit: 's',
          rounds: withSnapshot,
          floor: { atMost: 2 },
        },
      ],
    };
  },
};
