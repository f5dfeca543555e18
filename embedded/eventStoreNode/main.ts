import { crashProcess, errorText, runAsMain } from '../../platform/process/index.js';
import { help, parseCommandLine } from './commandLine.js';
import { type EventStoreNode, startEventStoreNode } from './node.js';
import { scavenge, scavengeHelp } from './scavengeCommand.js';
import { type ScavengeState } from './store/scavenge/scavenger.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const start = async (): Promise<EventStoreNode> => {
  const node = await startEventStoreNode({
    ...parseCommandLine(process.argv.slice(2), process.env),
    onLost: crashProcess,
    onScavenged: (outcome) => {
      say(told(outcome));
    },
  });
  if (node.cutBytes > 0) say(`Cut off an unfinished write of ${node.cutBytes} bytes.`);
  say(`Streams to look through: ${node.webUrl}`);

  return node;
};

const told = (outcome: ScavengeState | Error): string =>
  outcome instanceof Error
    ? `The scavenge ended before its time: ${outcome.message}`
    : `Scavenged: ${outcome.removedEvents} events, ${outcome.freedBytes} bytes freed.`;

const runScavenge = (args: readonly string[]): void => {
  scavenge(args, process.env, (line) => void process.stdout.write(`${line}\n`)).catch(
    (error: unknown) => {
      say(`eventStore: ${errorText(error)}`);
      process.exitCode = 1;
    },
  );
};

const [command, ...rest] = process.argv.slice(2);
const wantsHelp = process.argv.includes('--help') || process.argv.includes('-h');
if (command === 'scavenge') {
  if (wantsHelp) process.stdout.write(scavengeHelp);
  else runScavenge(rest);
} else if (wantsHelp) process.stdout.write(help);
else runAsMain('eventStore', start);
