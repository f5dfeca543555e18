import { codeOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, noThrottle } from '../api.js';

/** There are no groups of the newer protocol. */
const groupType = 'classic';

export const listGroups: KafkaApi = {
  key: 16,
  versions: [0, 5],
  flexibleFrom: 3,
  serve: ({ version, body }, { groups }) => {
    const states = lowerCase(version >= 4 ? body.array(body.string) : []);
    const types = lowerCase(version >= 5 ? body.array(body.string) : []);
    const isWanted = (name: string): boolean =>
      isAmong(groups.stateOf(name), states) && isAmong(groupType, types);
    const names = groups.names().filter(isWanted);

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.int16(codeOf('NONE'));
      out.array(names, (name) => {
        out.string(name).string(groups.find(name)?.protocolType ?? '');
        if (version >= 4) out.string(groups.stateOf(name));
        if (version >= 5) out.string(groupType);
        out.tags();
      });
      out.tags();
    };
  },
};

/** No filter lets everything through. */
const isAmong = (one: string, wanted: ReadonlySet<string>): boolean =>
  wanted.size === 0 || wanted.has(one.toLowerCase());

const lowerCase = (names: readonly string[]): ReadonlySet<string> =>
  new Set(names.map((name) => name.toLowerCase()));
