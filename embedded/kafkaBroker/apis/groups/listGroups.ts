import { codeOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, noThrottle } from '../api.js';

export const listGroups: KafkaApi = {
  key: 16,
  versions: [0, 2],
  serve: ({ version }, { groups }) => {
    const names = groups.names();

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.int16(codeOf('NONE'));
      out.array(names, (name) => out.string(name).string(groups.find(name)?.protocolType ?? ''));
    };
  },
};
