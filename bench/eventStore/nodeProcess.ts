import { startEventStoreNode } from '../../embedded/eventStoreNode/index.js';
import type { LogFile } from '../../embedded/eventStoreNode/storage/logFile.js';

/**
 * A node of its own process that tells what it uses. Usage: nodeProcess.js <dir> <sync | nosync>
 */
const [dir = '', sync = 'sync'] = process.argv.slice(2);

const withoutSync = (file: LogFile): LogFile => ({ ...file, sync: () => Promise.resolve() });

const node = await startEventStoreNode({
  dir,
  port: 0,
  ...(sync === 'nosync' && { wrapFile: withoutSync }),
});

/** CPU microseconds and resident bytes. */
export type Used = Readonly<{ rss: number; cpu: number }>;

const used = (): Used => {
  const { user, system } = process.cpuUsage();

  return { rss: process.memoryUsage().rss, cpu: user + system };
};

process.on('message', () => process.send?.(used()));
process.on('disconnect', () => process.exit());
process.stdout.write(`${JSON.stringify({ url: node.url })}\n`);
