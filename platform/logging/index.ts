import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

const secretFields = [
  'authorization',
  'cookie',
  'password',
  'passwordHash',
  'token',
  'accessToken',
  'refreshToken',
  'email',
];

const redactedPaths = secretFields.flatMap((field) => [
  field,
  `*.${field}`,
  `*.*.${field}`,
  `*["${field}"]`,
]);

/** Structured lines on stderr; fields that hold secrets are masked up to three levels deep. */
export const createLogger = ({
  name,
  level = 'info',
}: Readonly<{ name: string; level?: LogLevel }>): Logger =>
  pino(
    {
      name,
      level,
      serializers: { err: toLoggedError },
      redact: { paths: [...new Set(redactedPaths)], censor: '[masked]' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: true }),
  );

/** Drivers hang whole clients on their errors, credentials included: only what helps is written. */
const toLoggedError = (error: unknown): object => {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  const code = 'code' in error ? { code: error.code } : {};

  return { type: name, message, stack, ...code };
};
