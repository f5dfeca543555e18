import { codeOf } from '../protocol/errorCodes.js';
import { type Api, noThrottle } from './api.js';

/** Gives idempotent producers an id of their own. Transactional producers are refused. */
export const initProducerId: Api = {
  key: 22,
  versions: [0, 1],
  serve: ({ body }, { catalogue }) => {
    const transactional = body.nullableString() !== null;
    body.int32(); // transaction timeout
    const producerId = transactional ? -1 : catalogue.nextProducerId();

    return (out) =>
      out
        .int32(noThrottle)
        .int16(codeOf(transactional ? 'INVALID_REQUEST' : 'NONE'))
        .int64(producerId)
        .int16(transactional ? -1 : 0);
  },
};
