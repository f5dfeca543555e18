import type { Broker } from '../apis/api.js';
import type { Connection } from '../groups/member.js';
import { refuseVersion } from '../apis/apiVersions.js';
import { findApi } from '../apis/index.js';
import { MalformedRequest, Reader } from '../protocol/reader.js';
import { type Frame, Writer } from '../protocol/writer.js';

const apiVersionsKey = 18;

/**
 * Returns the frame to send, or null where the protocol has no response. Throws when the connection
 * must be closed.
 */
export const handleRequest = async (
  broker: Broker,
  connection: Connection,
  frame: Buffer,
): Promise<Frame | null> => {
  const body = new Reader(frame);
  const key = body.int16();
  const version = body.int16();
  const response = new Writer().int32(body.int32()); // correlation id
  const api = findApi(key, version);
  if (api === undefined) {
    if (key !== apiVersionsKey)
      throw new MalformedRequest(`Version ${version} of API ${key} is not served`);
    refuseVersion(response);
    return response.toFrame();
  }
  const clientId = body.string();
  if (version >= (api.flexibleFrom ?? Infinity)) {
    body.beFlexible();
    body.tags();
    response.beFlexible().tags();
  }
  const writeResponse = await api.serve({ version, body, clientId, connection }, broker);
  writeResponse?.(response);

  return writeResponse === null ? null : response.toFrame();
};
