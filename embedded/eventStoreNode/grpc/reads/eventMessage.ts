import { WireWriter } from '../../../../platform/protobuf/index.js';
import { type ResolvedEvent } from '../../store/reads/links.js';
import { formatUuid } from '../../store/uuid.js';
import { type RecordedEvent } from '../../storage/record.js';
import { unknown } from '../errors.js';
import { type UuidForm } from '../wire.js';

const writer = new WireWriter();

/**
 * Returns a ReadResp as it goes over the wire: with the code that google-protobuf has for it an
 * event would take five times as long. Throws a CallError when the reader did not say how it wants
 * ids.
 */
export const eventMessage = ({ event, link }: ResolvedEvent, ids: UuidForm | null): Buffer => {
  if (ids === null) throw unknown('The read has no uuid_option.');
  writer.begin();
  const end = writer.end();
  writer.uint(3, (link ?? event)?.position ?? 0);
  if (link !== null) writeRecord(2, link, ids);
  if (event !== null) writeRecord(1, event, ids);
  writer.message(1, end);

  return writer.finish();
};

/** What is 0 or empty is not written, as everywhere in protocol buffers. */
const writeRecord = (field: number, event: RecordedEvent, ids: UuidForm): void => {
  const end = writer.end();
  if (event.data.length > 0) writer.bytes(8, event.data);
  if (event.metadata.length > 0) writer.bytes(7, event.metadata);
  writer.entry(6, 'type', event.type);
  writer.entry(6, 'created', String(event.created));
  writer.entry(6, 'content-type', event.isJson ? 'application/json' : 'application/octet-stream');
  if (event.position > 0) {
    writer.uint(5, event.position);
    writer.uint(4, event.position);
  }
  if (event.revision > 0n) writer.uint(3, event.revision);
  writer.textWithin(2, 3, event.stream);
  writeWithin(1, () => writeId(event.id, ids));
  writer.message(field, end);
};

const writeWithin = (field: number, write: () => void): void => {
  const end = writer.end();
  write();
  writer.message(field, end);
};

const writeId = (id: Buffer, ids: UuidForm): void => {
  if (ids === 'text') writer.text(2, formatUuid(id));
  else writeWithin(1, () => writeHalves(id));
};

const writeHalves = (id: Buffer): void => {
  const [most, least] = [id.readBigUInt64BE(0), id.readBigUInt64BE(8)];
  if (least > 0n) writer.uint(2, least);
  if (most > 0n) writer.uint(1, most);
};
