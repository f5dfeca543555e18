import { codeOf, type ErrorName, errorNameOf } from '../../protocol/errorCodes.js';
import type { Catalogue } from '../../storage/clusterMetadata.js';
import { type Api, noThrottle } from '../api.js';

/** Gives idempotent producers an id of their own. Transactional producers are refused. */
export const initProducerId: Api = {
  key: 22,
  versions: [0, 1],
  serve: ({ body }, { catalogue }) => {
    const transactional = body.nullableString() !== null;
    body.int32(); // transaction timeout
    const { error, producerId } = transactional ? refused('INVALID_REQUEST') : handOut(catalogue);

    return (out) =>
      out
        .int32(noThrottle)
        .int16(codeOf(error))
        .int64(producerId)
        .int16(error === 'NONE' ? 0 : -1);
  },
};

type HandedOut = Readonly<{ error: ErrorName; producerId: number }>;

const refused = (error: ErrorName): HandedOut => ({ error, producerId: -1 });

const handOut = (catalogue: Catalogue): HandedOut => {
  try {
    return { error: 'NONE', producerId: catalogue.nextProducerId() };
  } catch (error) {
    return refused(errorNameOf(error));
  }
};
