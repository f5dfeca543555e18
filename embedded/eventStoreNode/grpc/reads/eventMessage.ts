import { type ResolvedEvent } from '../../store/reads/links.js';
import { type RecordedEvent } from '../../storage/record.js';
import { unknown } from '../errors.js';
import { type ReadResp, streamIdentifier, streams, type UuidForm, uuidFromBytes } from '../wire.js';

/** Throws a CallError when the reader did not say how it wants ids. */
export const eventMessage = ({ event, link }: ResolvedEvent, ids: UuidForm | null): ReadResp => {
  if (ids === null) throw unknown('The read has no uuid_option.');
  const read = new streams.ReadResp.ReadEvent();
  if (event !== null) read.setEvent(recordMessage(event, ids));
  if (link !== null) read.setLink(recordMessage(link, ids));
  read.setCommitPosition(String((link ?? event)?.position));

  return new streams.ReadResp().setEvent(read);
};

const recordMessage = (event: RecordedEvent, ids: UuidForm): ReadResp.ReadEvent.RecordedEvent => {
  const message = new streams.ReadResp.ReadEvent.RecordedEvent();
  const position = String(event.position);
  message.setId(uuidFromBytes(event.id, ids));
  message.setStreamIdentifier(streamIdentifier(event.stream));
  message.setStreamRevision(String(event.revision));
  message.setCommitPosition(position);
  message.setPreparePosition(position);
  message
    .getMetadataMap()
    .set('type', event.type)
    .set('created', String(event.created))
    .set('content-type', event.isJson ? 'application/json' : 'application/octet-stream');
  message.setCustomMetadata(event.metadata);
  message.setData(event.data);

  return message;
};
