import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  EventStoreUnavailable,
  type NewEvent,
  OutcomeUnknown,
} from '../../../platform/eventStore/index.js';
import { toNewEvent } from '../../support/builders/storyEvents.js';

export const newStream = (): string => `cluster-${randomUUID()}`;

export const newEvent = (): NewEvent => toNewEvent({ type: 'Noted', data: { text: 'noted' } });

/** What the work resolves to, once its errors are over: as a caller does who is told to repeat. */
export const takenAgain = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isPassing = error instanceof EventStoreUnavailable || error instanceof OutcomeUnknown;
      if (!isPassing || tries === 20) throw error;
      await pause(250);
    }
  }
};
