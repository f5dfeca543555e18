import { parseArgs } from 'node:util';
import { crashProcess, runAsMain } from '../../platform/process/index.js';
import { type EventStoreNode, startEventStoreNode } from './node.js';

const help = `An event store node that EventStoreDB clients can use (gRPC, and pages under /web on the same port).

  --port <number>   port to listen on (default 2113; 0 takes any free one)
  --host <address>  address to listen on (default 127.0.0.1)
  --dir <folder>    where the events are kept (default .quicksale/eventstore)
  --advertise <host:port>  where gossip says that the node is (default: where it listens)
  --help            this text

Prints one JSON line when it serves. SIGTERM and SIGINT end it cleanly.
`;

const commandLine = {
  port: { type: 'string', default: '2113' },
  host: { type: 'string', default: '127.0.0.1' },
  dir: { type: 'string', default: '.quicksale/eventstore' },
  advertise: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const start = async (): Promise<EventStoreNode> => {
  const { values } = parseArgs({ options: commandLine });
  const { dir, host } = values;
  const node = await startEventStoreNode({
    dir,
    host,
    port: parsePort(values.port),
    onLost: crashProcess,
    ...(values.advertise !== undefined && { advertise: parseAddress(values.advertise) }),
  });
  if (node.cutBytes > 0) {
    process.stderr.write(`Cut off an unfinished write of ${node.cutBytes} bytes.\n`);
  }
  process.stderr.write(`Streams to look through: ${node.webUrl}\n`);

  return node;
};

const parsePort = (text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_536) return port;
  const refusal = new Error(`--port must be a number from 0 to 65535, not '${text}'`);

  throw Object.assign(refusal, { code: 'ERR_INVALID_PORT' });
};

const parseAddress = (text: string): { host: string; port: number } => {
  const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (host !== '' && Number(port) > 0 && Number(port) < 65_536) return { host, port: Number(port) };
  const refusal = new Error(`--advertise must be host:port, not '${text}'`);

  throw Object.assign(refusal, { code: 'ERR_INVALID_ADDRESS' });
};

if (process.argv.includes('--help') || process.argv.includes('-h')) process.stdout.write(help);
else runAsMain('eventStore', start);
