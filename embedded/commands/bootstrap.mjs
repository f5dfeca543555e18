// The way in of every npm command: makes the clone runnable, then runs the compiled command.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, checkNode, installDependencies, root } from './setUp.mjs';

const commands = {
  start: 'start QuickSale on this machine: npm start -- [--processes]',
  demo: 'twenty buyers, five units: npm run demo',
  logs: 'what the parts write: npm run logs -- [service]',
  access:
    'rights in the event store: npm run access -- grant-read --account <name> --admin-url-file <file>',
  migrate: 'bring the database of DATABASE_URL to the newest schema: npm run migrate',
  url: 'where the running system is: npm run -s url -- [part]',
  users: 'make users: npm run users -- add <n> | promote <email>',
  dlq: 'messages that could not be handled: npm run dlq -- list | retry',
  bridge: 'publish messages once more: npm run bridge -- republish --from <time>',
  quarantine: 'what waits for a person: npm run quarantine -- list | show | retry | skip',
  documents: 'write docs/reference/asyncapi.yaml and postman.json anew: npm run documents',
  projections: 'build read models again: npm run projections -- rebuild [name] [--check]',
  eventstore: 'run the event store node alone: npm run eventstore -- [--port n] [--dir folder]',
  kafka: 'run the Kafka broker alone: npm run kafka -- [--port n] [--dir folder]',
};

/** Commands for production, too, where dist/operations/<command>.js runs without this file. */
const operations = [
  'url',
  'access',
  'migrate',
  'users',
  'dlq',
  'bridge',
  'quarantine',
  'documents',
  'projections',
];

/** One part of the system each, on the servers of the environment and of .env. */
const serviceCommands = {
  'api-gateway': ['gateway'],
  'auth-service': ['auth'],
  'inventory-service': ['inventory'],
  'order-service': ['orders'],
  'notifier-service': ['notifier'],
  'operations-service': ['operations'],
  'kafka-processor': ['projector', 'bridge', 'inventory', 'orders'],
};

/** In `kafka-processor` these are there for their consumers: their usual ports stay free. */
const consumerPorts = { INVENTORY_PORT: '0', ORDERS_PORT: '0' };

const usage = () =>
  [
    'Commands:',
    ...Object.entries(commands).map(([name, what]) => `  ${name.padEnd(19)}${what}`),
    ...Object.entries(serviceCommands).map(
      ([name, members]) => `  ${name.padEnd(19)}${members.join(', ')} alone: npm run ${name}`,
    ),
    '',
  ].join('\n');

const [command = '--help', ...rest] = process.argv.slice(2);
if (command === '--help' || command === '-h') {
  process.stdout.write(usage());
  process.exit(0);
}
if (!Object.hasOwn(commands, command) && !Object.hasOwn(serviceCommands, command)) {
  process.stderr.write(`Unknown command "${command}".\n${usage()}`);
  process.exit(1);
}

checkNode();
installDependencies();
build();

const load = (...path) => import(pathToFileURL(join(root, 'dist', ...path)).href);

// before anything of a library is loaded: some read the environment when they are
const { prepareEnvironment } = await load('embedded', 'environment', 'index.js');
const example = readFileSync(join(root, '.env.example'), 'utf8');
try {
  prepareEnvironment({
    env: process.env,
    folder: process.cwd(),
    known: [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name),
    say: (sentence) => process.stderr.write(`${sentence}\n`),
  });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

/** The modules of the services read their members from the arguments, and end by SIGTERM. */
const runServices = async (members) => {
  const { onParentGone } = await load('embedded', 'supervisor', 'parentGone.js');
  onParentGone(() => process.emit('SIGTERM'));
  process.argv = [process.argv[0], process.argv[1], ...members];
  if (members.length > 1) Object.assign(process.env, consumerPorts);
  await (members.length > 1
    ? load('embedded', 'supervisor', 'group.js')
    : load('services', members[0], 'main.js'));
};

const runCommand = async () => {
  process.argv = [process.argv[0], process.argv[1], ...rest];
  const folder = operations.includes(command) ? ['operations'] : ['embedded', 'commands'];
  await load(...folder, `${command}.js`);
};

const members = serviceCommands[command];
await (members === undefined ? runCommand() : runServices(members));
