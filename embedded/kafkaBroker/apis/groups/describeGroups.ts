import { type Member, metadataOf } from '../../groups/member.js';
import { codeOf } from '../../protocol/errorCodes.js';
import { authorizedOperations } from '../authorizedOperations.js';
import { type KafkaApi, type Broker, noThrottle } from '../api.js';

type Described = Readonly<{
  id: string;
  state: string;
  protocolType: string;
  protocol: string;
  members: readonly Member[];
}>;

export const describeGroups: KafkaApi = {
  key: 15,
  versions: [0, 5],
  flexibleFrom: 5,
  serve: ({ version, body }, broker) => {
    const ids = body.array(body.string);
    const groups = [...new Set(ids)].map((id) => describe(broker, id));
    const wantsOperations = version >= 3 && body.boolean();

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.array(groups, ({ id, state, protocolType, protocol, members }) => {
        out.int16(codeOf('NONE')).string(id).string(state).string(protocolType).string(protocol);
        out.array(members, (member) => {
          out.string(member.id);
          if (version >= 4) out.string(member.instanceId);
          out.string(member.clientId).string(member.connection.host);
          out.bytes(metadataOf(member, protocol)).bytes(member.assignment).tags();
        });
        if (version >= 3) out.int32(authorizedOperations('group', wantsOperations));
        out.tags();
      });
      out.tags();
    };
  },
};

const describe = ({ groups }: Broker, id: string): Described => {
  const group = groups.find(id);
  if (group === undefined)
    return { id, state: groups.stateOf(id), protocolType: '', protocol: '', members: [] };
  const { state, protocolType, protocol } = group;

  return { id, state, protocolType, protocol, members: group.members() };
};
