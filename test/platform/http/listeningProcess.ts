import { startHttpServer } from '../../../platform/http/index.js';

/** Prints its port, and serves until it is killed. */
const { url } = await startHttpServer({
  handler: (_, response) => response.end(),
  port: 0,
  host: '127.0.0.1',
});
process.stdout.write(`${new URL(url).port}\n`);
