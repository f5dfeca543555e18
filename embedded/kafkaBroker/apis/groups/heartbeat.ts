import { codeOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, noThrottle } from '../api.js';

export const heartbeat: KafkaApi = {
  key: 12,
  versions: [0, 2],
  serve: ({ version, body, connection }, { groups }) => {
    const group = groups.find(body.string());
    const generation = body.int32();
    const memberId = body.string();
    const error = group?.heartbeat({ memberId, generation, connection }) ?? 'UNKNOWN_MEMBER_ID';

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.int16(codeOf(error));
    };
  },
};
