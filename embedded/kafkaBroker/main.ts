import { parseArgs } from 'node:util';
import { crashProcess, runAsMain } from '../../platform/process/index.js';
import { startKafkaBroker } from './server/startKafkaBroker.js';

const help = `A single-node Kafka broker for development and tests.

  --port <n>     port to listen on (default 9092; 0 for any free port)
  --host <name>  address to listen on and to tell clients (default 127.0.0.1)
  --dir <path>   folder for the log and the offsets (default .quicksale/kafka)
  --no-sync      do not wait for the disk: survives kill -9, but not a power failure
  --help         this text
`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9092' },
    host: { type: 'string', default: '127.0.0.1' },
    dir: { type: 'string', default: '.quicksale/kafka' },
    'no-sync': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(help);
else
  runAsMain('kafka', () =>
    startKafkaBroker({
      dir: values.dir,
      host: values.host,
      port: Number(values.port),
      sync: !values['no-sync'],
      onLost: crashProcess,
      onError: (error) => process.stderr.write(`kafka: ${String(error)}\n`),
    }),
  );
