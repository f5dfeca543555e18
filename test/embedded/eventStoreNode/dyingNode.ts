import { type LogFile } from '../../../embedded/eventStoreNode/storage/logFile.js';
import { startEventStoreNode } from '../../../embedded/eventStoreNode/index.js';

/**
 * A node that kills itself, as kill -9 would, at a point of its so-and-so-manieth write.
 * Usage: dyingNode.ts <dir> <point> <write>
 */
const [dir = '', point = '', nth = '0'] = process.argv.slice(2);
let writes = 0;

const dieAt = (here: string): void => {
  if (here === point && writes === Number(nth)) process.kill(process.pid, 'SIGKILL');
};

const mortal = (file: LogFile): LogFile => ({
  ...file,
  write: (bytes, position) => {
    writes += 1;
    dieAt('before the write');
    if (point === 'in the middle of the write' && writes === Number(nth)) {
      file.write(bytes.subarray(0, bytes.length >> 1), position);
      dieAt('in the middle of the write');
    }
    file.write(bytes, position);
    dieAt('after the write');
  },
  sync: async () => {
    await file.sync();
    dieAt('after the sync');
  },
});

const node = await startEventStoreNode({ dir, port: 0, wrapFile: mortal });
process.stdout.write(`${node.url}\n`);
