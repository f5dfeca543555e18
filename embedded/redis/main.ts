import { parseArgs } from 'node:util';
import { runAsMain } from '../../platform/process/index.js';
import { startRedis } from './index.js';

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: '.quicksale/redis' },
    port: { type: 'string', default: '6379' },
  },
});

runAsMain('redis', async () => {
  const server = await startRedis({ dir: values.dir, port: Number(values.port) });
  let stopping = false;
  void server.exited.then(() => {
    if (!stopping) process.exit(1);
  });

  return {
    url: server.url,
    stop: async () => {
      stopping = true;
      await server.stop();
    },
  };
});
