import { type ProposedEvent } from '../../storage/record.js';
import { parseUuid } from '../../store/uuid.js';
import { missingMetadataProperty, unknown } from '../errors.js';
import { type AppendReq, type BatchAppendReq, uuidText } from '../wire.js';

/** MaxAppendSize, bytes. */
export const largestAppend = 1024 * 1024;

type ProposedMessage = AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage;

/** Throws a CallError when a part that every event has is missing or empty. */
export const toProposedEvent = (message: ProposedMessage): ProposedEvent => {
  const properties = message.getMetadataMap();
  const type = properties.get('type');
  const contentType = properties.get('content-type');
  if (type === undefined || contentType === undefined) throw missingMetadataProperty();
  if (type === '') throw unknown('The event type is empty.');

  return {
    id: eventId(uuidText(message.getId())),
    type,
    isJson: contentType === 'application/json',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
};

/** What an event counts towards MaxAppendSize: its data alone. */
export const appendSizeOf = ({ data }: ProposedEvent): number => data.length;

const eventId = (text: string): Buffer => {
  try {
    const id = parseUuid(text);
    if (id.some((byte) => byte !== 0)) return id;
  } catch {
    // Falls through: it is refused as an empty one is.
  }
  throw unknown(`The event id '${text}' is not a UUID or empty.`);
};
