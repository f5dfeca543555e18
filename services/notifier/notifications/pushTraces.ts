import { createLru } from '../../../platform/concurrency/index.js';
import { isRecorded, recordSpan, spanTime } from '../../../platform/tracing/index.js';

type Change = Readonly<{ orderId: string; status: string }>;

/**
 * Which trace a change of an order belongs to, for the push that follows it. Only what this process
 * has consumed itself is known here: rows have no room for it.
 */
export type PushTraces = Readonly<{
  note: (change: Change, traceparent: string | undefined) => void;
  /** The change was pushed to a socket. */
  pushed: (change: Change) => void;
}>;

const mostKnown = 10_000;

export const createPushTraces = (): PushTraces => {
  const known = createLru<string, string>({ size: mostKnown });
  const keyOf = ({ orderId, status }: Change): string => `${orderId} ${status}`;

  return {
    note: (change, traceparent) => {
      if (traceparent !== undefined && isRecorded(traceparent))
        known.getOrCreate(keyOf(change), () => traceparent);
    },
    pushed: (change) => {
      const parent = known.get(keyOf(change));
      if (parent === undefined) return;
      const name = 'push order.update';
      recordSpan({ service: 'notifier', name, kind: 'producer', parent }, spanTime());
    },
  };
};
