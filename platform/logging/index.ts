import { pino, type Logger } from 'pino';
import { lossyStderr } from './lossyStderr.js';

export type { Logger } from 'pino';
export { writeOrLose } from './writeOrLose.js';

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

/** Writes JSON lines to stderr; fields that hold secrets are masked up to three levels deep. */
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
    lossyStderr(),
  );

/**
 * Drivers attach whole clients to their errors, credentials included: only what helps is written.
 */
const toLoggedError = (error: unknown): object => {
  if (!(error instanceof Error)) return { message: masked(String(error)) };
  const { name, message, stack } = error;
  const code = 'code' in error ? { code: error.code } : {};

  return { type: name, message: masked(message), stack: masked(stack ?? ''), ...code };
};

/** Connection strings hold passwords, and drivers repeat them in their messages. */
const masked = (text: string): string => text.replaceAll(/(\w:\/\/)[^\s/@]+@/g, '$1[masked]@');
