import { codeOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, noThrottle } from '../api.js';

export const leaveGroup: KafkaApi = {
  key: 13,
  versions: [0, 2],
  serve: ({ version, body }, { groups }) => {
    const group = groups.find(body.string());
    const error = group?.leave(body.string()) ?? 'UNKNOWN_MEMBER_ID';

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.int16(codeOf(error));
    };
  },
};
