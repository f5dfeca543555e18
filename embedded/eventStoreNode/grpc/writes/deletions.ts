import { type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { isStreamName } from '../../store/streamNames.js';
import { type StreamWriter, type WriteResult } from '../../store/writes/streamWriter.js';
import { withinCommitTimeout } from './commitTimeout.js';
import {
  shuttingDown,
  streamDeleted,
  timedOut,
  toCallError,
  unknown,
  wrongExpectedVersion,
} from '../errors.js';
import { type LiveCalls } from '../liveCalls.js';
import { expectedRevisionOf } from './expectedRevisionOf.js';
import {
  type DeleteReq,
  type DeleteResp,
  streamNameOf,
  streams,
  type TombstoneReq,
  type TombstoneResp,
} from '../wire.js';

type Options = DeleteReq.Options | TombstoneReq.Options;

/** Streams.Delete: the stream reads as missing until it is written to again. */
export const deleteStream =
  (writer: StreamWriter, calls: LiveCalls) =>
  (
    { request }: ServerUnaryCall<DeleteReq, DeleteResp>,
    callback: sendUnaryData<DeleteResp>,
  ): void => {
    perform(calls, request.getOptions(), (stream, expected) =>
      writer.delete(stream, expected),
    ).then(
      (at) => {
        const position = new streams.DeleteResp.Position();
        position.setCommitPosition(at).setPreparePosition(at);
        callback(null, new streams.DeleteResp().setPosition(position));
      },
      (error: unknown) => {
        callback(toCallError(error));
      },
    );
  };

/** Streams.Tombstone: the stream is gone for ever. */
export const tombstoneStream =
  (writer: StreamWriter, calls: LiveCalls) =>
  (
    { request }: ServerUnaryCall<TombstoneReq, TombstoneResp>,
    callback: sendUnaryData<TombstoneResp>,
  ): void => {
    perform(calls, request.getOptions(), (stream, expected) =>
      writer.tombstone(stream, expected),
    ).then(
      (at) => {
        const position = new streams.TombstoneResp.Position();
        position.setCommitPosition(at).setPreparePosition(at);
        callback(null, new streams.TombstoneResp().setPosition(position));
      },
      (error: unknown) => {
        callback(toCallError(error));
      },
    );
  };

/** The position of the deletion. */
const perform = async (
  calls: LiveCalls,
  options: Options | undefined,
  write: (stream: string, expected: bigint) => Promise<WriteResult>,
): Promise<string> => {
  const stream = streamNameOf(options?.getStreamIdentifier());
  if (options === undefined || !isStreamName(stream)) throw unknown('No stream is named.');
  const expected = expectedRevisionOf(options, {
    isSet: options.hasRevision(),
    text: options.getRevision(),
  });
  const written = withinCommitTimeout(write(stream, expected));
  const result = await calls.untilStop(written, shuttingDown);
  if (result === 'timeout') throw timedOut('DeleteStream');
  if (result.kind === 'deleted') throw streamDeleted(stream);
  if (result.kind === 'wrong') throw wrongExpectedVersion(stream, expected, result.current);

  return String(result.position);
};
