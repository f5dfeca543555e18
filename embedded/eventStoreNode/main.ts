import { parseArgs } from 'node:util';
import { startEventStoreNode } from './node.js';

const HELP = `An event store node that EventStoreDB clients can use (gRPC, and pages under /web on the same port).

  --port <number>   port to listen on (default 2113; 0 takes any free one)
  --host <address>  address to listen on (default 127.0.0.1)
  --dir <folder>    where the events are kept (default .quicksale/eventstore)
  --help            this text

Prints one JSON line when it serves. SIGTERM and SIGINT end it cleanly.
`;

const OPTIONS = {
  port: { type: 'string', default: '2113' },
  host: { type: 'string', default: '127.0.0.1' },
  dir: { type: 'string', default: '.quicksale/eventstore' },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const node = await startEventStoreNode({
    dir: values.dir,
    host: values.host,
    port: parsePort(values.port),
  });
  const end = (): void => {
    void node.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (node.cutBytes > 0) {
    process.stderr.write(`Cut off an unfinished write of ${node.cutBytes} bytes.\n`);
  }
  const { url, webUrl } = node;
  process.stdout.write(
    `${JSON.stringify({ ready: true, name: 'eventStore', url, port: node.port, webUrl })}\n`,
  );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`--port must be a number from 0 to 65535, not '${text}'`);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The event store node cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
