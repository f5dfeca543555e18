import { lockFolder } from '../../embedded/host/folderLock.js';

await lockFolder(process.argv[2] ?? '', 'test');
process.stdout.write('locked\n');
setInterval(() => undefined, 1_000);
