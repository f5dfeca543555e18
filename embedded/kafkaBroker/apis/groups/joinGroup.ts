import type { JoinResponse, JoinRequest } from '../../groups/member.js';
import { codeOf } from '../../protocol/errorCodes.js';
import type { Writer } from '../../protocol/writer.js';
import { type KafkaApi, type KafkaRequest, noThrottle } from '../api.js';

/** Static members come with version 5, which is not served: their clients say so at once. */
export const joinGroup: KafkaApi = {
  key: 11,
  versions: [0, 4],
  serve: async (request, { groups }) => {
    const groupId = request.body.string();
    const response = await groups.join(groupId, readJoin(request));

    return (out) => writeResponse(out, request.version, response);
  },
};

const readJoin = ({ version, body, clientId, connection }: KafkaRequest): JoinRequest => {
  const sessionTimeoutMs = body.int32();
  const rebalanceTimeoutMs = version >= 1 ? body.int32() : sessionTimeoutMs;
  const memberId = body.string();
  const protocolType = body.string();
  const protocols = body.array(() => ({
    name: body.string(),
    // copied, because it outlives the buffer of the request
    metadata: Buffer.from(body.bytes()),
  }));

  return {
    memberId,
    clientId,
    connection,
    sessionTimeoutMs,
    rebalanceTimeoutMs,
    protocolType,
    protocols,
    needsKnownId: version >= 4,
  };
};

const writeResponse = (out: Writer, version: number, response: JoinResponse): void => {
  if (version >= 2) out.int32(noThrottle);
  out.int16(codeOf(response.error)).int32(response.generation).string(response.protocol);
  out.string(response.leader).string(response.memberId);
  out.array(response.members, ({ id, metadata }) => out.string(id).bytes(metadata));
};
