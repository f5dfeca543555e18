import { type SyncRequest, syncRefused } from '../../groups/member.js';
import { codeOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, type KafkaRequest, noThrottle } from '../api.js';

export const syncGroup: KafkaApi = {
  key: 14,
  versions: [0, 5],
  flexibleFrom: 4,
  serve: async (kafkaRequest, { groups }) => {
    const { version, body } = kafkaRequest;
    const group = groups.find(body.string());
    const request = readSync(kafkaRequest);
    const { error, assignment } =
      group === undefined ? syncRefused('UNKNOWN_MEMBER_ID') : await group.sync(request);
    const chosen = error === 'NONE' ? group : undefined;

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.int16(codeOf(error));
      if (version >= 5) out.string(chosen?.protocolType ?? null).string(chosen?.protocol ?? null);
      out.bytes(assignment).tags();
    };
  },
};

const readSync = ({ version, body, connection }: KafkaRequest): SyncRequest => {
  const generation = body.int32();
  const memberId = body.string();
  const instanceId = version >= 3 ? body.nullableString() : null;
  const protocolType = version >= 5 ? body.nullableString() : null;
  const protocol = version >= 5 ? body.nullableString() : null;
  // copied, because they outlive the buffer of the request
  const assignments = body.structures(() => [body.string(), Buffer.from(body.bytes())] as const);
  const caller = { memberId, instanceId, generation, connection };

  return { ...caller, protocolType, protocol, assignments: new Map(assignments) };
};
