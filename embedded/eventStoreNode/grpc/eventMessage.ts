import { type ResolvedEvent } from '../store/links.js';
import { formatUuid } from '../store/uuid.js';
import { type RecordedEvent } from '../storage/record.js';
import { type ReadResp, streamIdentifier, streams, uuidMessage } from './wire.js';

export function eventMessage({ event, link }: ResolvedEvent): ReadResp {
  const read = new streams.ReadResp.ReadEvent();
  if (event !== null) read.setEvent(recordMessage(event));
  if (link !== null) read.setLink(recordMessage(link));
  read.setCommitPosition(String((link ?? event)?.position));

  return new streams.ReadResp().setEvent(read);
}

function recordMessage(event: RecordedEvent): ReadResp.ReadEvent.RecordedEvent {
  const message = new streams.ReadResp.ReadEvent.RecordedEvent();
  const position = String(event.position);
  message.setId(uuidMessage(formatUuid(event.id)));
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
}
