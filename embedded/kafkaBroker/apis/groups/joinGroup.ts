import type { JoinAnswer, JoinRequest } from '../../groups/member.js';
import { codeOf } from '../../protocol/errorCodes.js';
import type { Writer } from '../../protocol/writer.js';
import { type Api, type Call, noThrottle } from '../api.js';

/** Static members (a group instance id) are treated like all others. */
export const joinGroup: Api = {
  key: 11,
  versions: [0, 5],
  serve: async (call, { groups }) => {
    const groupId = call.body.string();
    const answer = await groups.join(groupId, readJoin(call));

    return (out) => writeResponse(out, call.version, answer);
  },
};

const readJoin = ({ version, body, clientId, clientHost }: Call): JoinRequest => {
  const sessionTimeout = body.int32();
  const rebalanceTimeout = version >= 1 ? body.int32() : sessionTimeout;
  const memberId = body.string();
  if (version >= 5) body.nullableString(); // group instance id
  const protocolType = body.string();
  const protocols = body.array(() => ({
    name: body.string(),
    // Copied, since it outlives the buffer that the request came in.
    metadata: Buffer.from(body.bytes()),
  }));

  return {
    memberId,
    clientId,
    clientHost,
    sessionTimeout,
    rebalanceTimeout,
    protocolType,
    protocols,
    needsKnownId: version >= 4,
  };
};

const writeResponse = (out: Writer, version: number, answer: JoinAnswer): void => {
  if (version >= 2) out.int32(noThrottle);
  out.int16(codeOf(answer.error)).int32(answer.generation).string(answer.protocol);
  out.string(answer.leader).string(answer.memberId);
  out.array(answer.members, ({ id, metadata }) => {
    out.string(id);
    if (version >= 5) out.string(null); // group instance id
    out.bytes(metadata);
  });
};
