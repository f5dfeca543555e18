import { connectWithAccess } from '../../platform/eventStore/index.js';
import type { Logger } from '../../platform/logging/index.js';
import { AlreadyRunning, connectDatabase } from '../../platform/postgres/index.js';
import { readModelNames, type ReadModelName } from '../../projections/rebuild/readModel.js';
import type { RebuildProgress } from '../../projections/rebuild/building.js';
import { QuarantineChanged } from '../../projections/quarantine/leaveOutQuarantined.js';
import { rebuild, type Rebuilt } from '../../projections/rebuild/rebuild.js';
import { SwapRefused } from '../../projections/rebuild/swapBound.js';

export {
  AlreadyRunning,
  QuarantineChanged,
  readModelNames,
  SwapRefused,
  type ReadModelName,
  type RebuildProgress,
  type Rebuilt,
};

type Deps = Readonly<{ databaseUrl: string; eventStoreUrl: string; logger: Logger }>;

type Options = Readonly<{
  names: readonly ReadModelName[];
  onlyCheck: boolean;
  acceptDifferences?: boolean;
  fromStore?: boolean;
  onProgress: (progress: RebuildProgress) => void;
}>;

const queryTimeoutMs = 30 * 60_000;

/** Builds read models again, for an operator; see `rebuild`. */
export const rebuildReadModels = async (
  { databaseUrl, eventStoreUrl, logger }: Deps,
  options: Options,
): Promise<Rebuilt> => {
  const onDenied = () => undefined;
  const eventStore = await connectWithAccess(eventStoreUrl, { logger, onDenied });
  const database = connectDatabase({
    url: databaseUrl,
    logger,
    max: 3,
    queryTimeoutMs,
    // readers hold a table for moments; who cannot have it in this time gives up and changes
    // nothing
    settings: {
      lock_timeout: '5s',
      synchronous_commit: 'off',
      // it reads the event store while it holds the tables
      idle_in_transaction_session_timeout: '60s',
    },
  });
  try {
    return await rebuild({ ...options, database, eventStore });
  } finally {
    await Promise.all([database.stop(), eventStore.stop()]);
  }
};
