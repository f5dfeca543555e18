import { pinEnvironment } from '../../platform/process/index.js';

/**
 * What libraries and Node read by themselves, and what a shell, a laptop or a CI runner exports for
 * programs other than ours. docs/reference/configuration.md says why each of them is held out.
 */
const heldOut: readonly RegExp[] = [
  /^npm_/i,
  /^(NODE_OPTIONS|NODE_DEBUG|NODE_DEBUG_NATIVE|NODE_PATH|NODE_ICU_DATA|NODE_PENDING_DEPRECATION)$/,
  /^(NODE_REDIRECT_WARNINGS|NODE_TLS_REJECT_UNAUTHORIZED|NODE_PG_FORCE_NATIVE)$/,
  /^(NODE_PRESERVE_SYMLINKS|NODE_PRESERVE_SYMLINKS_MAIN|NODE_USE_ENV_PROXY)$/,
  /^(DEBUG|DEBUG_.*|TRACE_DEPRECATION|NO_DEPRECATION)$/,
  /^(FORCE_COLOR|NO_COLOR|CLICOLOR|CLICOLOR_FORCE|UV_THREADPOOL_SIZE|UV_USE_IO_URING)$/,
  /^KAFKAJS_/,
  /^GRPC_(TRACE|VERBOSITY|NODE_.*|EXPERIMENTAL_.*)$/,
  /^(WS_NO_.*|UNDICI_NO_.*|TS_NODE_.*|TSX_.*|ESBUILD_.*|JEST_.*|.*_PREBUILD|PREBUILDS_ONLY)$/,
  /^(NODE_V8_COVERAGE|OPENSSL_CONF|OPENSSL_MODULES|SSLKEYLOGFILE)$/,
  /^(LD_PRELOAD|DYLD_INSERT_LIBRARIES|MALLOC_(?!ARENA_MAX$).*)$/,
];

/** What the programs of Postgres, and its clients, take for what an address leaves open. */
const ofPostgres = /^PG[A-Z]/;

/**
 * The part of an environment that parts of ours may see. Variables of Postgres count only where
 * `DATABASE_URL` names a server of one's own; the embedded one has nothing left open.
 */
export const inherited = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const isEmbedded = (env['DATABASE_URL'] ?? '').trim() === '';
  const left = Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        !heldOut.some((pattern) => pattern.test(name)) && !(isEmbedded && ofPostgres.test(name)),
    ),
  );
  pinEnvironment(left);

  return left;
};

/** What a program that is not ours needs of an environment. Everything else is pinned. */
const neededByServers = /^(PATH|HOME|NIX_LD.*|QUICKSALE_.*|SystemRoot|windir|TEMP|TMP)$/i;

/** For servers that we start: the same on every machine. */
export const serverEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => neededByServers.test(name))),
  LC_ALL: 'C',
  TZ: 'UTC',
});
