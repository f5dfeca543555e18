import { type LogFile } from '../embedded/eventStoreNode/storage/logFile.js';
import { startEventStoreNode } from '../embedded/eventStoreNode/index.js';

/** A node of its own process for the bench. Usage: eventStoreNodeChild.ts <dir> <sync | nosync> */
const [dir = '', sync = 'sync'] = process.argv.slice(2);

const withoutSync = (file: LogFile): LogFile => ({ ...file, sync: () => Promise.resolve() });

const node = await startEventStoreNode({
  dir,
  port: 0,
  ...(sync === 'nosync' && { wrapFile: withoutSync }),
});
const usage = (): { rss: number; cpu: number } => {
  const { user, system } = process.cpuUsage();

  return { rss: process.memoryUsage().rss, cpu: user + system };
};
process.on('SIGUSR2', () => process.stdout.write(`${JSON.stringify(usage())}\n`));
process.stdout.write(`${JSON.stringify({ url: node.url, ...usage() })}\n`);
