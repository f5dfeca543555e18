import { isBug } from '../process/index.js';
import { UndecidableStream } from './errors.js';

/** Throws UndecidableStream for whatever `fold` throws: a bug in what is made of a stream. */
export const foldOrRefuse = <Folded>(stream: string, fold: () => Folded): Folded => {
  try {
    return fold();
  } catch (error) {
    throw new UndecidableStream(stream, error);
  }
};

/** Rejects with UndecidableStream for a bug in `work`; any other error stays what it is. */
export const readOrRefuse = async <Read>(
  stream: string,
  work: () => Promise<Read>,
): Promise<Read> => {
  try {
    return await work();
  } catch (error) {
    throw isBug(error) ? new UndecidableStream(stream, error) : error;
  }
};
