import type { Identity } from '../../groups/member.js';
import { codeOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, type KafkaRequest, noThrottle } from '../api.js';

export const leaveGroup: KafkaApi = {
  key: 13,
  versions: [0, 5],
  flexibleFrom: 4,
  serve: (request, { groups }) => {
    const { version, body } = request;
    const group = groups.find(body.string());
    const left = readMembers(request).map((member) => ({
      ...member,
      error: group?.leave(member) ?? 'UNKNOWN_MEMBER_ID',
    }));
    const [first] = left;

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.int16(codeOf(version < 3 && first !== undefined ? first.error : 'NONE'));
      if (version >= 3)
        out.array(left, ({ memberId, instanceId, error }) =>
          out.string(memberId).string(instanceId).int16(codeOf(error)).tags(),
        );
      out.tags();
    };
  },
};

/** Several can leave at once since version 3. */
const readMembers = ({ version, body }: KafkaRequest): Identity[] => {
  if (version < 3) return [{ memberId: body.string(), instanceId: null }];

  return body.structures(() => {
    const member = { memberId: body.string(), instanceId: body.nullableString() };
    if (version >= 5) body.nullableString(); // reason

    return member;
  });
};
