import { readFileSync } from 'node:fs';
import { startHttpServer } from '../../../platform/http/index.js';

/** Prints its port, and serves until it is killed. For each request it opens a file of its own. */
const { url } = await startHttpServer({
  handler: (_, response) => response.end(String(readFileSync('/dev/null').length)),
  port: 0,
  host: '127.0.0.1',
});
process.stdout.write(`${new URL(url).port}\n`);
