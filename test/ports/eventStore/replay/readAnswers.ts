import { isDeepStrictEqual } from 'node:util';
import {
  type ReadResp,
  streamNameOf,
  uuidText,
} from '../../../../embedded/eventStoreNode/grpc/wire.js';
import type { Names } from './names.js';
import { Item, Position } from './position.js';
import type { SentEvent } from './sentEvents.js';

type Recorded = ReadResp.ReadEvent.RecordedEvent;

/** Knows what the run has sent, to compare with what comes back. */
export type ItemReader = Readonly<{
  noteSent: (event: SentEvent) => void;
  /** Null for what is not of this run. */
  toItem: (response: ReadResp) => Item | null;
}>;

export const createItemReader = (names: Names): ItemReader => {
  const sent = new Map<string, SentEvent[]>();
  const isAsSent = (event: Recorded, id: string): boolean =>
    (sent.get(id) ?? []).some((one) => isDeepStrictEqual(contentOf(one), contentIn(event)));

  const words = (event: Recorded): (string | Position)[] => {
    const id = uuidText(event.getId());
    const label = names.labelOf(id);
    const type = event.getMetadataMap().get('type') ?? '';
    const stream = names.toRecording(streamNameOf(event.getStreamIdentifier()));
    const position = new Position(event.getCommitPosition(), event.getPreparePosition());
    const start = [stream, event.getStreamRevision(), label ?? 'srv', type, position];
    if (label === undefined) return [...start, Buffer.from(event.getData_asU8()).toString()];

    return isAsSent(event, id) ? start : [...start, 'CONTENT DIFFERS'];
  };

  const eventItem = (read: ReadResp.ReadEvent): Item | null => {
    const event = read.getEvent();
    const link = read.getLink();
    const first = link ?? event;
    if (first === undefined) return new Item('no event');
    if (!names.isOurs(streamNameOf(first.getStreamIdentifier()))) return null;
    const target = event === undefined ? ['no event'] : words(event);

    return new Item(
      ...target,
      ...(link === undefined ? [] : ['<-', ...words(link)]),
      ...placeOf(read, first),
    );
  };

  return {
    noteSent: (event) => {
      sent.set(event.id, [...(sent.get(event.id) ?? []), event]);
    },
    toItem: (response) => {
      const event = response.getEvent();

      return event === undefined ? messageItem(response, names) : eventItem(event);
    },
  };
};

/** Only what differs is said. */
const placeOf = (read: ReadResp.ReadEvent, event: Recorded): (string | Position)[] => {
  if (!read.hasCommitPosition()) return ['at', read.hasNoPosition() ? 'none' : 'unset'];
  const position = read.getCommitPosition();

  return position === event.getCommitPosition() ? [] : ['at', new Position(position, position)];
};

const messageItem = (response: ReadResp, names: Names): Item => {
  const checkpoint = response.getCheckpoint();
  const missing = response.getStreamNotFound();
  if (response.hasConfirmation()) return new Item('confirmed');
  if (response.hasCaughtUp()) return new Item('caughtUp');
  if (response.hasFellBehind()) return new Item('fellBehind');
  if (response.hasFirstStreamPosition()) {
    return new Item('first', response.getFirstStreamPosition());
  }
  if (response.hasLastStreamPosition()) return new Item('last', response.getLastStreamPosition());
  if (missing !== undefined) {
    return new Item('not found', names.toRecording(streamNameOf(missing.getStreamIdentifier())));
  }
  if (checkpoint !== undefined) {
    return new Item(
      'checkpoint',
      new Position(checkpoint.getCommitPosition(), checkpoint.getPreparePosition()),
    );
  }

  return new Item('unset');
};

const contentOf = ({ metadata, data, customMetadata }: SentEvent): unknown => [
  metadata.get('type'),
  data.toString('latin1'),
  customMetadata.toString('latin1'),
];

const contentIn = (event: Recorded): unknown => [
  event.getMetadataMap().get('type'),
  Buffer.from(event.getData_asU8()).toString('latin1'),
  Buffer.from(event.getCustomMetadata_asU8()).toString('latin1'),
];
