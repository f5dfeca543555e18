import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseUser } from './commandLine.js';
import { lockDirectory } from './lockDirectory.js';
import { openEventStore } from './store/eventStore.js';
import { scavengeByNode, type ScavengingNode } from './scavengeByNode.js';
import { type ScavengeState } from './store/scavenge/scavenger.js';

export const scavengeHelp = `Removes from the files of the event store what nobody can read any more: events that $maxCount, $maxAge,
$tb or a deletion hides. Revisions and positions stay as they are.

  npm run eventstore -- scavenge [options]

  --dir <folder>   where the events are kept (default .quicksale/eventstore)
  --url <address>  of the node that runs on that folder (default http://127.0.0.1:2113), to be asked instead
  --user <name>, --password-file <file>  the account of that node; or EVENTSTORE_NODE_PASSWORD
  --ca <file>      trust this certificate, or who signed the node's, PEM; for an address with https
  --help           this text

Prints how far it is, and what was freed.
`;

const options = {
  dir: { type: 'string', default: '.quicksale/eventstore' },
  url: { type: 'string', default: 'http://127.0.0.1:2113' },
  user: { type: 'string' },
  'password-file': { type: 'string' },
  ca: { type: 'string' },
} as const;

type Report = (state: ScavengeState) => void;

/** On the folder itself, or by the node that uses it. Rejects with what is wrong. */
export const scavenge = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  print: (line: string) => void,
): Promise<void> => {
  const { values } = parseArgs({ args: [...args], options });
  let shown = '';
  const report: Report = ({ done, of, freedBytes }) => {
    const line = `${done} of ${of} files, ${freedBytes} bytes freed`;
    if (line !== shown) print(line);
    shown = line;
  };
  const lock = await lockDirectory(values.dir).catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'DIRECTORY_IN_USE') return null;
    throw error;
  });
  const state =
    lock === null
      ? await scavengeByNode(nodeOf(values, env), report)
      : await onFolder(values.dir, report).finally(() => lock.release());
  print(`Removed ${state.removedEvents} events and freed ${state.freedBytes} bytes.`);
};

const nodeOf = (
  { url, ca, ...account }: Parameters<typeof parseUser>[0] & { url: string; ca?: string },
  env: NodeJS.ProcessEnv,
): ScavengingNode => {
  const user = parseUser(account, env);

  return {
    url,
    ...(user !== undefined && { user }),
    ...(ca !== undefined && { ca: readFileSync(ca) }),
  };
};

const onFolder = async (dir: string, report: Report): Promise<ScavengeState> => {
  const store = await openEventStore({ dir });
  const timer = setInterval(() => {
    report(store.scavenger.state);
  }, 500);
  try {
    return await store.scavenger.run(true);
  } finally {
    clearInterval(timer);
    await store.stop();
  }
};
