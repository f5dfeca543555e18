import type { Command, Event } from '../../../domain/decider.js';
import type { Logger } from '../../logging/index.js';
import { serviceOf, startSpan } from '../../tracing/index.js';
import type { CommandHandler } from './options.js';

/**
 * A span for each command that a request or a message causes, from its wait to its append; its
 * events belong to that span. What the system does by itself is not traced.
 */
export const traceCommands = <State, C extends Command, E extends Event>(
  logger: Logger,
  handler: CommandHandler<State, C, E>,
): CommandHandler<State, C, E> => {
  const service = serviceOf(logger);

  return {
    ...handler,
    handle: (id, command, context) => {
      const { traceparent: parent } = context;
      const name = `append ${command.type}`;
      const span = parent === null ? null : startSpan({ service, name, kind: 'internal', parent });
      if (span === null) return handler.handle(id, command, context);
      const { traceparent, end } = span;
      const handled = handler.handle(id, command, { ...context, traceparent });
      handled.then(
        () => end(),
        () => end(),
      );

      return handled;
    },
  };
};
