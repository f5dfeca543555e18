import { codeOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, nodeId, noThrottle } from '../api.js';

const groupKey = 0;

/**
 * The only node coordinates every group. Transactions are not supported: their clients get a code
 * after which none of them tries again.
 */
export const findCoordinator: KafkaApi = {
  key: 10,
  versions: [0, 2],
  serve: ({ version, body }, { host, port }) => {
    body.string(); // group id
    const isGroup = version === 0 || body.int8() === groupKey;

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.int16(codeOf(isGroup ? 'NONE' : 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'));
      if (version >= 1) out.string(isGroup ? null : 'Transactions are not supported');
      out.int32(isGroup ? nodeId : -1).string(isGroup ? host : '');
      out.int32(isGroup ? port() : -1);
    };
  },
};
