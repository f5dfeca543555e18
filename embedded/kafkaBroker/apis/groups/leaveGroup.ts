import { codeOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, noThrottle } from '../api.js';

/** Since version 3 one request can remove several members, each with a result of its own. */
export const leaveGroup: KafkaApi = {
  key: 13,
  versions: [0, 3],
  serve: ({ version, body }, { groups }) => {
    const group = groups.find(body.string());
    const readMember = () => {
      const id = body.string();
      body.nullableString(); // group instance id

      return id;
    };
    const ids = version >= 3 ? body.array(readMember) : [body.string()];
    const left = ids.map((id) => ({ id, error: group?.leave(id) ?? 'UNKNOWN_MEMBER_ID' }));

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.int16(codeOf(version >= 3 ? 'NONE' : (left[0]?.error ?? 'NONE')));
      if (version >= 3)
        out.array(left, ({ id, error }) => out.string(id).string(null).int16(codeOf(error)));
    };
  },
};
