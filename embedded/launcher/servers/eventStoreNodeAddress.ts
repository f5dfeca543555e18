import { resolve } from 'node:path';

/** The connection string of the embedded event store node, which reads the same variables. */
export const eventStoreNodeAddress = (port: number, env: NodeJS.ProcessEnv): string => {
  const certificate = env['EVENTSTORE_NODE_CERTIFICATE'] ?? '';
  if (certificate === '') return `esdb://127.0.0.1:${port}?tls=false`;
  const ca = env['EVENTSTORE_NODE_CA'] ?? '';
  const options = `tls=true&tlsCAFile=${encodeURIComponent(resolve(ca === '' ? certificate : ca))}`;

  return `esdb://${account(env)}localhost:${port}?${options}`;
};

/** Credentials go over TLS only. */
const account = (env: NodeJS.ProcessEnv): string => {
  const [name = '', password = ''] = [env['EVENTSTORE_NODE_USER'], env['EVENTSTORE_NODE_PASSWORD']];

  return name === '' ? '' : `${encodeURIComponent(name)}:${encodeURIComponent(password)}@`;
};
