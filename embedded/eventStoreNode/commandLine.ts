import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type NodeOptions } from './node.js';

export const help = `An event store node that EventStoreDB clients can use (gRPC, and pages under /web on the same port).

  --port <number>   port to listen on (default 2113; 0 takes any free one)
  --host <address>  address to listen on (default 127.0.0.1)
  --dir <folder>    where the events are kept (default .quicksale/eventstore)
  --advertise <host:port>  where gossip says that the node is (default: where it listens)
  --scavenge-every <minutes>  how often what nobody can read any more is removed (default 60; 0 never)
  --certificate <file>, --key <file>  speak TLS with these, PEM
  --user <name>     who alone may read and write; the password is in EVENTSTORE_NODE_PASSWORD
  --password-file <file>  or in the first line of this file
  --help            this text

Without them, EVENTSTORE_NODE_CERTIFICATE, _KEY, _USER and _SCAVENGE_MINUTES count.
Prints one JSON line when it serves. SIGTERM and SIGINT end it cleanly.

  npm run eventstore -- scavenge [--dir <folder>]    removes it now; see scavenge --help
`;

const options = {
  port: { type: 'string', default: '2113' },
  host: { type: 'string', default: '127.0.0.1' },
  dir: { type: 'string', default: '.quicksale/eventstore' },
  advertise: { type: 'string' },
  'scavenge-every': { type: 'string' },
  certificate: { type: 'string' },
  key: { type: 'string' },
  user: { type: 'string' },
  'password-file': { type: 'string' },
} as const;

/** Throws what is wrong, with a code. */
export const parseCommandLine = (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): NodeOptions & { readonly host: string } => {
  const { values } = parseArgs({ args: [...args], options });
  const tls = parseTls(
    values.certificate ?? said(env['EVENTSTORE_NODE_CERTIFICATE']),
    values.key ?? said(env['EVENTSTORE_NODE_KEY']),
  );
  const user = parseUser(values, env);
  const minutes = values['scavenge-every'] ?? said(env['EVENTSTORE_NODE_SCAVENGE_MINUTES']) ?? '60';

  return {
    dir: values.dir,
    host: values.host,
    port: parsePort(values.port),
    scavengeEveryMs: parseMinutes(minutes),
    ...(values.advertise !== undefined && { advertise: parseAddress(values.advertise) }),
    ...(tls !== undefined && { tls }),
    ...(user !== undefined && { user }),
  };
};

const said = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : value;

const refuse = (message: string): never => {
  throw Object.assign(new Error(message), { code: 'ERR_INVALID_OPTION' });
};

const parsePort = (text: string): number => {
  const port = Number(text);

  return /^\d+$/.test(text) && port < 65_536
    ? port
    : refuse(`--port must be a number from 0 to 65535, not '${text}'`);
};

const parseAddress = (text: string): { host: string; port: number } => {
  const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(text) ?? [];

  return host !== '' && Number(port) > 0 && Number(port) < 65_536
    ? { host, port: Number(port) }
    : refuse(`--advertise must be host:port, not '${text}'`);
};

/** A timer holds at most 24 days. */
const parseMinutes = (text: string): number =>
  /^\d{1,5}$/.test(text) && Number(text) <= 30_000
    ? Number(text) * 60_000
    : refuse(`--scavenge-every must be minutes, from 0 to 30000, not '${text}'`);

const parseTls = (certificate: string | undefined, key: string | undefined): NodeOptions['tls'] => {
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined) {
    return refuse('--certificate and --key belong together');
  }

  return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
};

type UserValues = { readonly user?: string; readonly 'password-file'?: string };

/** A password on the command line would be seen by everybody on the machine. */
export const parseUser = (values: UserValues, env: NodeJS.ProcessEnv): NodeOptions['user'] => {
  const name = values.user ?? said(env['EVENTSTORE_NODE_USER']);
  if (name === undefined) return undefined;
  const file = values['password-file'];
  const password =
    file === undefined
      ? said(env['EVENTSTORE_NODE_PASSWORD'])
      : readFileSync(file, 'utf8').split(/\r?\n/)[0];
  if (name.includes(':')) return refuse('--user must not contain a colon');

  return password === undefined || password === ''
    ? refuse('--user needs a password: EVENTSTORE_NODE_PASSWORD, or --password-file')
    : { name, password };
};
