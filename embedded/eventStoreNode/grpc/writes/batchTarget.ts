import { isStreamName } from '../../store/streamNames.js';
import { parseUuid } from '../../store/uuid.js';
import { errorText } from '../../../../platform/process/index.js';
import { badRequest, type BatchAnswer, timeout } from './batchAnswers.js';
import { expectedRevisionOf } from './expectedRevisionOf.js';
import { type BatchAppendReq, streamNameOf, structuredUuid, type UUID, uuidText } from '../wire.js';

/** What an append is for, or why it is refused unread. */
type AppendTarget =
  | { readonly stream: string; readonly expected: bigint }
  | { readonly stream: string | null; readonly refused: BatchAnswer };

export const targetOf = (options: BatchAppendReq.Options): AppendTarget => {
  const stream = streamNameOf(options.getStreamIdentifier());
  if (!isStreamName(stream)) {
    const named = options.hasStreamIdentifier() ? stream : null;

    return { stream: named, refused: badRequest(`'${stream}' is not a stream name`) };
  }
  if (timeLeft(options) <= 0) return { stream, refused: timeout() };
  const revision = { isSet: options.hasStreamPosition(), text: options.getStreamPosition() };
  try {
    return { stream, expected: expectedRevisionOf(options, revision) };
  } catch (error) {
    return { stream, refused: badRequest(errorText(error)) };
  }
};

/** The form in which EventStoreDB names an append that did not arrive whole in time. */
export const structured = (id: UUID): UUID =>
  id.hasStructured() ? id : structuredUuid(parseUuid(uuidText(id)));

/** Milliseconds until the deadline of the request; without one it is far away. */
export const timeLeft = (options: BatchAppendReq.Options): number => {
  const deadline = options.getDeadline();

  return deadline === undefined ? Infinity : deadline.toDate().getTime() - Date.now();
};
