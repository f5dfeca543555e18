import { syncRefused } from '../../groups/member.js';
import { codeOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, noThrottle } from '../api.js';

export const syncGroup: KafkaApi = {
  key: 14,
  versions: [0, 2],
  serve: async ({ version, body, connection }, { groups }) => {
    const group = groups.find(body.string());
    const generation = body.int32();
    const memberId = body.string();
    // copied, because they outlive the buffer of the request
    const assignments = body.array(() => [body.string(), Buffer.from(body.bytes())] as const);
    const response =
      group === undefined
        ? syncRefused('UNKNOWN_MEMBER_ID')
        : await group.sync({ memberId, generation, connection }, new Map(assignments));

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.int16(codeOf(response.error)).bytes(response.assignment);
    };
  },
};
