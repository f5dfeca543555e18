import { TimeoutError } from '../../concurrency/index.js';
import type { FeatureLookUp } from '../client/serverFeatures.js';

/**
 * Returns the same read. When it ends because nothing came, the server is called for something
 * else: the client leaves one that is silent there too, which a cancelled read does not make it do.
 */
export const leaveSilentServer =
  <Args extends readonly unknown[], Result>(
    read: (...args: Args) => Promise<Result>,
    features: FeatureLookUp,
  ) =>
  async (...args: Args): Promise<Result> => {
    try {
      return await read(...args);
    } catch (error) {
      if (isSilence(error) && !features.isUnderWay()) {
        features.forget();
        features.get().catch(() => undefined);
      }
      throw error;
    }
  };

const isSilence = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof TimeoutError;
