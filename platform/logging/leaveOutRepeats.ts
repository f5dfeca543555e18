import { pino, type LoggerOptions } from 'pino';
import { createRecoveries } from './recoveries.js';
import { createRepeatedWarnings } from './repeatedWarnings.js';

type LogMethod = NonNullable<NonNullable<LoggerOptions['hooks']>['logMethod']>;

/**
 * Returns the hook that writes a warning with an error only as often as `repeatedWarnings` says,
 * and one line when no more of them come.
 */
export const leaveOutRepeats = (overAfterMs?: number): LogMethod => {
  const noteRecovery = createRecoveries(overAfterMs);
  const repeatedWarnings = createRepeatedWarnings();

  return function (args, write, level) {
    const [fields, message] = args as [unknown, unknown];
    const error = level === pino.levels.values['warn'] ? errorIn(fields) : null;
    if (error !== null)
      noteRecovery(kindOf(error, message), (recovery) =>
        this.info(recovery, `over: ${String(message)}`),
      );
    const verdict = error === null ? notRepeated : repeatedWarnings(kindOf(error, message));
    if (verdict === null) return;
    if (error === null || verdict.repeated === 0) write.apply(this, args);
    else
      write.call(
        this,
        { ...(fields as object), err: withoutStack(error), ...verdict },
        String(message),
      );
  };
};

const notRepeated = { repeated: 0 };

const errorIn = (fields: unknown): Error | null =>
  typeof fields === 'object' && fields !== null && 'err' in fields && fields.err instanceof Error
    ? fields.err
    : null;

const kindOf = (error: Error, message: unknown): string =>
  `${String(message)}: ${error.name} ${'code' in error ? String(error.code) : ''}`;

const withoutStack = (error: Error): Error =>
  Object.create(error, { stack: { value: '' } }) as Error;
