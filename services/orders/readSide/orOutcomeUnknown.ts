import { OutcomeUnknown } from '../../../platform/eventStore/index.js';

/**
 * Makes the answer to what was written already. A bug in that must not say that nothing was
 * written: throws OutcomeUnknown.
 */
export const orOutcomeUnknown = <Answer>(toAnswer: () => Answer): Answer => {
  try {
    return toAnswer();
  } catch (error) {
    throw new OutcomeUnknown('It is written, and cannot be shown', { cause: error });
  }
};
