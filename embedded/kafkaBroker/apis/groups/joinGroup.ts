import type { JoinResponse, JoinRequest, Protocol } from '../../groups/member.js';
import { codeOf } from '../../protocol/errorCodes.js';
import type { Writer } from '../../protocol/writer.js';
import { type KafkaApi, type KafkaRequest, noThrottle } from '../api.js';

export const joinGroup: KafkaApi = {
  key: 11,
  versions: [0, 9],
  flexibleFrom: 6,
  serve: async (request, { groups }) => {
    const groupId = request.body.string();
    const join = readJoin(request);
    const response = await groups.join(groupId, join);
    const { protocolType } = join;

    return (out) => writeResponse(out, { version: request.version, protocolType, ...response });
  },
};

const readJoin = (request: KafkaRequest): JoinRequest => {
  const { version, body, clientId, connection } = request;
  const sessionTimeoutMs = body.int32();
  const rebalanceTimeoutMs = version >= 1 ? body.int32() : sessionTimeoutMs;
  const memberId = body.string();
  const instanceId = version >= 5 ? body.nullableString() : null;
  const protocolType = body.string();
  const protocols = body.structures(() => readProtocol(request));

  return {
    memberId,
    instanceId,
    clientId,
    connection,
    sessionTimeoutMs,
    rebalanceTimeoutMs,
    protocolType,
    protocols,
    needsKnownId: version >= 4,
    canSkipAssignment: version >= 9,
  };
};

const readProtocol = ({ body }: KafkaRequest): Protocol => ({
  name: body.string(),
  // copied, because it outlives the buffer of the request
  metadata: Buffer.from(body.bytes()),
});

type Written = JoinResponse & Readonly<{ version: number; protocolType: string }>;

const writeResponse = (out: Writer, { version, protocolType, ...response }: Written): void => {
  const isRefused = response.error !== 'NONE';
  if (version >= 2) out.int32(noThrottle);
  out.int16(codeOf(response.error)).int32(response.generation);
  if (version >= 7) out.string(isRefused ? null : protocolType);
  out.string(isRefused && version >= 7 ? null : response.protocol).string(response.leader);
  if (version >= 9) out.boolean(response.skipsAssignment);
  out.string(response.memberId);
  out.array(response.members, ({ id, instanceId, metadata }) => {
    out.string(id);
    if (version >= 5) out.string(instanceId);
    out.bytes(metadata).tags();
  });
  out.tags();
};
