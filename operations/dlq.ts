import { loadConfig } from '../platform/config/index.js';
import { createLogger } from '../platform/logging/index.js';
import {
  connectKafka,
  kafkaOptionsOf,
  kafkaRules,
  kafkaVariables,
  listDeadLetters,
  retryDeadLetters,
  type DeadLetter,
  type Kafka,
} from '../platform/messaging/index.js';
import { runCommand } from './runCommand.js';
import { requireServer } from './servers.js';

const help = `npm run dlq -- list     prints the messages that could not be handled, one JSON line each, with the reason
npm run dlq -- retry    sends each of them once more to the topic that it came from

QuickSale must run (on QUICKSALE_DATA, default .quicksale), or KAFKA_BROKERS must name its brokers.
`;

const list = async (kafka: Kafka): Promise<void> => {
  for (const letter of await listDeadLetters(kafka))
    process.stdout.write(`${JSON.stringify(toLine(letter))}\n`);
};

const toLine = ({ raw, ...letter }: DeadLetter) => ({
  ...letter,
  value: raw.value?.toString() ?? null,
});

const retry = async (kafka: Kafka): Promise<void> => {
  process.stdout.write(`${await retryDeadLetters(kafka)} messages sent once more\n`);
};

const actions = { list, retry } as const;

const isAction = (name: string | undefined): name is keyof typeof actions =>
  name !== undefined && Object.hasOwn(actions, name);

const kafkaOf = (env: NodeJS.ProcessEnv) => {
  const found = { ...env, KAFKA_BROKERS: requireServer('kafka', env) };

  return kafkaOptionsOf(loadConfig(kafkaVariables, found, kafkaRules));
};

const main = async ([name]: readonly string[]): Promise<void> => {
  if (!isAction(name)) {
    process.stdout.write(help);
    if (name !== '--help') process.exitCode = 1;

    return;
  }
  const logger = createLogger({ name: 'dlq', level: 'silent' });
  const kafka = connectKafka({ ...kafkaOf(process.env), clientId: 'dlq', logger });
  try {
    await actions[name](kafka);
  } finally {
    await kafka.stop();
  }
};

runCommand(main);
