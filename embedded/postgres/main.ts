import { parseArgs } from 'node:util';
import { crashProcess, runAsMain } from '../../platform/process/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { startPostgres } from './index.js';

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: '.quicksale/postgres' },
    port: { type: 'string', default: '5432' },
  },
});

/** For the launcher, which shows it to the user. */
const notify = (notice: string) => void process.stdout.write(`${JSON.stringify({ notice })}\n`);

runAsMain('postgres', async () => {
  const logger = createLogger({ name: 'postgres' });
  const server = await startPostgres({
    dir: values.dir,
    port: Number(values.port),
    logger: { info: (text) => logger.info(text), warn: notify },
  });
  let stopping = false;
  const watching = server.held.watch((reason) => {
    server.endNow();
    crashProcess(reason);
  });
  void server.exited.then(() => {
    if (stopping) return;
    // another start would make a new database where this one has vanished
    server.held.check();
    logger.fatal('postgres ended by itself');
    process.exit(1);
  });

  return {
    url: server.url,
    stop: async () => {
      stopping = true;
      watching.stop();
      await server.stop();
    },
  };
});
