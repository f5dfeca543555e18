/**
 * Settings of a session of Postgres that a shell may hold for psql. Ours are part of what makes the
 * statements right: none of theirs may be added to them.
 */
const ofSessions = ['PGOPTIONS', 'PGCLIENT_ENCODING', 'PGCLIENTENCODING', 'PGREPLICATION'];

/**
 * Takes out of the environment of a process what the clients of its servers would read by
 * themselves, and what would be wrong wherever it runs. Changes `env`.
 */
export const pinEnvironment = (env: NodeJS.ProcessEnv): void => {
  for (const name of ofSessions) Reflect.deleteProperty(env, name);
  reachLoopbackDirectly(env);
};

const loopback = ['localhost', '127.0.0.1', '127.0.0.0/8', '::1'];

/**
 * gRPC, and `fetch` of newer versions of Node, would look for addresses of this machine behind its
 * proxy. A list in `no_grpc_proxy` replaces `no_proxy`, so it gets them, too.
 */
const reachLoopbackDirectly = (env: NodeJS.ProcessEnv): void => {
  const direct = withLoopback(env['no_proxy'] ?? env['NO_PROXY'] ?? '');
  env['no_proxy'] = direct;
  env['NO_PROXY'] = direct;
  const ofGrpc = env['no_grpc_proxy'] ?? '';
  if (ofGrpc !== '') env['no_grpc_proxy'] = withLoopback(ofGrpc);
};

const withLoopback = (list: string): string => {
  const given = list
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');

  return [...new Set([...given, ...loopback])].join(',');
};
