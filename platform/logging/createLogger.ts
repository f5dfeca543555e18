import { pino, type Logger } from 'pino';
import { leaveOutRepeats } from './leaveOutRepeats.js';
import { toLoggedError } from './loggedError.js';
import { lossyStderr } from './lossyStderr.js';

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

/**
 * Writes JSON lines to stderr; fields that hold secrets are masked up to three levels deep. A
 * warning of the same message and kind of error is written once a minute, its stack the first time.
 */
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
      hooks: { logMethod: leaveOutRepeats() },
    },
    lossyStderr(),
  );
