import { codeOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, noThrottle } from '../api.js';

export const listGroups: KafkaApi = {
  key: 16,
  versions: [0, 4],
  flexibleFrom: 3,
  serve: ({ version, body }, { groups }) => {
    const states = version >= 4 ? body.array(body.string) : [];
    const isWanted = (name: string): boolean =>
      states.length === 0 ||
      states.some((state) => state.toLowerCase() === groups.stateOf(name).toLowerCase());
    const names = groups.names().filter(isWanted);

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.int16(codeOf('NONE'));
      out.array(names, (name) => {
        out.string(name).string(groups.find(name)?.protocolType ?? '');
        if (version >= 4) out.string(groups.stateOf(name));
        out.tags();
      });
      out.tags();
    };
  },
};
