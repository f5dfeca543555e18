import { join } from 'node:path';
import { parseConnectionString, shownAddress } from '../../platform/config/index.js';
import type { Endpoints } from '../../operations/dataFolder.js';

export type Report = Readonly<{
  /** One line about one part. */
  part: (name: string, what: string) => void;
  line: (text: string) => void;
}>;

/** Lines on stdout; a part's line also says how long after the start it came. */
export const createReport = (): Report => {
  const startedAt = performance.now();
  const line = (text: string) => void process.stdout.write(`${text}\n`);
  const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`.padStart(7);

  return {
    line,
    part: (name, what) => line(`${seconds()}  ${name.padEnd(12)} ${what}`),
  };
};

export const summary = (endpoints: Endpoints, folder: string): string => {
  const rows = [
    ['Shop', endpoints.gateway],
    ['Console', `${endpoints.gateway}/console`],
    ['API', endpoints.gateway],
    ['Documents', `${endpoints.gateway}/docs`],
    ['Sockets', `${endpoints.gateway}/socket.io/ (Socket.IO)`],
    [
      'Event store',
      `${shownAddress(endpoints.eventStore)} (streams: ${streamsPageOf(endpoints.eventStore)})`,
    ],
    ['Kafka', shownAddress(endpoints.kafka)],
    ['Postgres', shownAddress(endpoints.postgres)],
    ['Redis', shownRedis(endpoints.redis)],
    ['State', folder],
    ['Logs', `${join(folder, 'logs')} (npm run logs)`],
  ];

  return rows.map(([name, value]) => `  ${String(name).padEnd(12)}${String(value)}`).join('\n');
};

/** Who may log in as an admin, and where the password is; itself it is shown once only. */
export const adminLine = (email: string, env: NodeJS.ProcessEnv): string =>
  env['ADMIN_EMAIL'] === undefined
    ? `  Admin       ${email}, password in secrets.json of the state`
    : `  Admin       ${email} (ADMIN_EMAIL), password as in ADMIN_PASSWORD when it was made`;

const shownRedis = (address: string | null): string =>
  address === null ? 'none (limits in memory, no product cache)' : shownAddress(address);

/** EventStoreDB and our node show streams and events at the same place. */
export const streamsPageOf = (eventStore: string): string => {
  const { hosts, options } = parseConnectionString(eventStore);
  const isPlain = options.some(({ name, value }) => name === 'tls' && value === 'false');
  const [first] = hosts;

  return `${isPlain ? 'http' : 'https'}://${first.address}:${first.port}/web`;
};
