import { codeOf } from '../../protocol/errorCodes.js';
import type { Writer } from '../../protocol/writer.js';
import { type KafkaApi, type Broker, nodeId, noThrottle } from '../api.js';

const groupKey = 0;

/** From this version on a request may name several groups. */
const severalFrom = 4;

/**
 * The only node coordinates every group. Transactions are not supported: their clients get a code
 * after which none of them tries again.
 */
export const findCoordinator: KafkaApi = {
  key: 10,
  versions: [0, 6],
  flexibleFrom: 3,
  serve: ({ version, body }, broker) => {
    const first = version < severalFrom ? body.string() : '';
    const isGroup = version === 0 || body.int8() === groupKey;
    const names = version < severalFrom ? [first] : body.array(body.string);

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      if (version < severalFrom) {
        writeError(out, version, isGroup);
        writeNode(out, broker, isGroup);
      } else
        out.array(names, (name) => {
          out.string(name);
          writeNode(out, broker, isGroup);
          writeError(out, version, isGroup);
          out.tags();
        });
      out.tags();
    };
  },
};

const writeError = (out: Writer, version: number, isGroup: boolean): void => {
  out.int16(codeOf(isGroup ? 'NONE' : 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'));
  if (version >= 1) out.string(isGroup ? null : 'Transactions are not supported');
};

const writeNode = (out: Writer, { host, port }: Broker, isGroup: boolean): void => {
  out.int32(isGroup ? nodeId : -1).string(isGroup ? host : '');
  out.int32(isGroup ? port() : -1);
};
