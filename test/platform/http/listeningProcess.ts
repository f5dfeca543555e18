import { readFileSync } from 'node:fs';
import { startHttpServer } from '../../../platform/http/index.js';

let accepted = 0;

/**
 * Prints its port, and serves until it is killed. For each request it opens a file of its own, and
 * says how many connections it has accepted until then.
 */
const { url, server } = await startHttpServer({
  handler: (_, response) => {
    response.setHeader('X-Accepted', accepted);
    response.end(String(readFileSync('/dev/null').length));
  },
  port: 0,
  host: '127.0.0.1',
});
server.on('connection', () => (accepted += 1));
process.stdout.write(`${new URL(url).port}\n`);
