import { codeOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, noThrottle } from '../api.js';

export const heartbeat: KafkaApi = {
  key: 12,
  versions: [0, 4],
  flexibleFrom: 4,
  serve: ({ version, body, connection }, { groups }) => {
    const group = groups.find(body.string());
    const generation = body.int32();
    const memberId = body.string();
    const instanceId = version >= 3 ? body.nullableString() : null;
    const caller = { memberId, instanceId, generation, connection };
    const error = group?.heartbeat(caller) ?? 'UNKNOWN_MEMBER_ID';

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.int16(codeOf(error)).tags();
    };
  },
};
