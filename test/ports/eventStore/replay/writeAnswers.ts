import type { ServiceError } from '@grpc/grpc-js';
import {
  type AppendResp,
  type BatchAppendResp,
  type DeleteResp,
  shared,
  streamNameOf,
  type TombstoneResp,
} from '../../../../embedded/eventStoreNode/grpc/wire.js';
import type { Names } from './names.js';
import { Position } from './position.js';

type Places = AppendResp.Success | BatchAppendResp.Success | DeleteResp | TombstoneResp;

const positionOf = (message: Places): Position | 'none' | 'unset' => {
  const position = message.getPosition();
  if (position !== undefined) {
    return new Position(position.getCommitPosition(), position.getPreparePosition());
  }

  return message.hasNoPosition() ? 'none' : 'unset';
};

const revisionOf = (success: AppendResp.Success | BatchAppendResp.Success): number | string => {
  if (success.hasNoStream()) return 'no_stream';

  return success.hasCurrentRevision() ? Number(success.getCurrentRevision()) : 'unset';
};

/** Of a delete or a tombstone. */
export const deletionAnswer = (response: DeleteResp | TombstoneResp): unknown => ({
  ok: { pos: positionOf(response) },
});

export const classicAnswer = (response: AppendResp): unknown => {
  const success = response.getSuccess();
  if (success !== undefined) return { ok: { rev: revisionOf(success), pos: positionOf(success) } };
  const wrong = response.getWrongExpectedVersion();
  if (wrong === undefined) return 'unset';

  return {
    wrong: {
      current: wrong.hasCurrentNoStream() ? 'no_stream' : Number(wrong.getCurrentRevision()),
      expected: firstOf([
        [wrong.hasExpectedAny(), 'any'],
        [wrong.hasExpectedNoStream(), 'no_stream'],
        [wrong.hasExpectedStreamExists(), 'stream_exists'],
        [wrong.hasExpectedRevision(), Number(wrong.getExpectedRevision())],
      ]),
    },
  };
};

export const batchAnswer = (response: BatchAppendResp, asked: string, names: Names): unknown => {
  const named = response.getStreamIdentifier();
  const name = named === undefined ? 'unset' : names.toRecording(streamNameOf(named));
  const success = response.getSuccess();

  return {
    ...(success === undefined
      ? { error: batchError(response, names) }
      : { ok: { rev: revisionOf(success), pos: positionOf(success) } }),
    ...(name !== asked && { as: name }),
  };
};

const batchError = (response: BatchAppendResp, names: Names): unknown => {
  const error = response.getError();
  const details = error?.getDetails();
  const type = (details?.getTypeName() ?? 'unset').replace('event_store.client.', '');
  const bytes = details?.getValue_asU8() ?? new Uint8Array();

  return { code: error?.getCode(), type, ...detailsOf(type, bytes, names) };
};

const detailsOf = (type: string, bytes: Uint8Array, names: Names): object => {
  if (type === 'StreamDeleted') {
    const message = shared.StreamDeleted.deserializeBinary(bytes);

    return { stream: names.toRecording(streamNameOf(message.getStreamIdentifier())) };
  }
  if (type === 'MaximumAppendSizeExceeded') {
    return { max: shared.MaximumAppendSizeExceeded.deserializeBinary(bytes).getMaxappendsize() };
  }

  return type === 'WrongExpectedVersion' ? wrongVersion(bytes) : {};
};

const wrongVersion = (bytes: Uint8Array): object => {
  const wrong = shared.WrongExpectedVersion.deserializeBinary(bytes);

  return {
    current: wrong.hasCurrentNoStream() ? 'no_stream' : Number(wrong.getCurrentStreamRevision()),
    expected: firstOf([
      [wrong.hasExpectedAny(), 'any'],
      [wrong.hasExpectedNoStream(), 'no_stream'],
      [wrong.hasExpectedStreamExists(), 'stream_exists'],
      [wrong.hasExpectedStreamPosition(), Number(wrong.getExpectedStreamPosition())],
    ]),
  };
};

const firstOf = (options: readonly (readonly [boolean, string | number])[]): string | number =>
  options.find(([isSet]) => isSet)?.[1] ?? 'unset';

/** What a call ended with: its code, its trailers, and the result that its message names. */
export const errorAnswer = (error: ServiceError, names: Names): object => {
  const [, of, type] = /Unexpected (\w+): (\w+)/.exec(error.details) ?? [];
  const trailers = Object.entries(error.metadata.getMap())
    .filter(([key]) => isOfTheStore(key))
    .map(([key, value]) => [key, names.toRecording(String(value))] as const);

  return {
    code: error.code,
    ...Object.fromEntries(trailers),
    ...(of !== undefined && { type, of }),
  };
};

const isOfTheStore = (key: string): boolean =>
  /^(exception|stream-name|.*-version|maximum-append-size|required-metadata-properties)$/.test(key);
