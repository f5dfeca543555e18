import type { Topic } from '../../../contracts/messages/index.js';
import type { DecodedRecord } from '../messages/decode.js';
import { type PoisonMessage, UndecidedMessage } from '../messages/poisonMessage.js';
import type { MessageQuarantine } from './messageQuarantine.js';
import { nameOfKey, type QuarantinedRecord } from './quarantinedRecord.js';

/** Returns the records that have to wait for nothing; the others are in quarantine then. */
export const withoutHeld = async <T extends Topic>(
  quarantine: MessageQuarantine | null,
  records: readonly DecodedRecord<T>[],
): Promise<readonly DecodedRecord<T>[]> =>
  quarantine === null
    ? records
    : holdBack(records, { quarantine, held: await quarantine.heldKeys(records) });

type Hold<T extends Topic> = Readonly<{
  quarantine: MessageQuarantine;
  /** Keys that wait already, as `topic/key`. */
  held?: ReadonlySet<string>;
  /** What the handler said of some of them. */
  failures?: ReadonlyMap<DecodedRecord<T>, PoisonMessage>;
}>;

/** Quarantines what cannot be handled, and what has to wait behind it; returns the others. */
export const holdBack = async <T extends Topic>(
  records: readonly DecodedRecord<T>[],
  { quarantine, held = new Set(), failures = new Map() }: Hold<T>,
): Promise<DecodedRecord<T>[]> => {
  const keys = new Set(held);
  const waiting: QuarantinedRecord[] = [];
  const open = records.filter((record) => {
    const found = stateOf(record, keys, failures.get(record));
    if (found === null) return true;
    keys.add(nameOfKey(record));
    waiting.push({ record, ...found });

    return false;
  });
  await quarantine.add(waiting);

  return open;
};

const stateOf = <T extends Topic>(
  record: DecodedRecord<T>,
  keys: ReadonlySet<string>,
  error: PoisonMessage | undefined,
): Omit<QuarantinedRecord, 'record'> | null => {
  const unknown = 'reason' in record && record.isOfUnknownType ? record.reason : null;
  if (keys.has(nameOfKey(record)) && (record.received !== null || unknown !== null))
    return { state: 'waiting', stream: null, error: 'waits behind another message of its key' };
  if (unknown !== null) return { state: 'undecided', stream: null, error: unknown };

  return error instanceof UndecidedMessage
    ? { state: 'undecided', stream: error.stream, error: error.message }
    : null;
};
