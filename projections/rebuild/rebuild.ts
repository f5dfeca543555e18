import type { EventStore } from '../../platform/eventStore/index.js';
import { type Database, type Queryable, runExclusively } from '../../platform/postgres/index.js';
import { recountOutstanding } from '../products/outstanding.js';
import { mainProjection } from '../projector/checkpoint.js';
import { type Building, createBuilding, type RebuildProgress } from './building.js';
import { type Comparison, createComparison } from './comparison.js';
import { countOutstanding } from './countOutstanding.js';
import { type Difference, isSame } from './difference.js';
import { type QuarantineFilter, readQuarantine } from '../quarantine/leaveOutQuarantined.js';
import { type ReadModelName, readModelNames, readModels } from './readModel.js';
import { reconcile } from './reconcile.js';
import { createShadowOf, type Shadow } from './shadow.js';
import {
  completeShadow,
  createShadowSchema,
  dropShadowSchema,
  lockTables,
  swapTables,
} from './shadowTable.js';
import { requireSmallDifference } from './swapBound.js';
import { liveTarget, storeTarget, type Target } from './target.js';

export type RebuildOptions = Readonly<{
  eventStore: EventStore;
  /** Its statements may take minutes. */
  database: Database;
  names: readonly ReadModelName[];
  /** Compares and swaps nothing. */
  onlyCheck: boolean;
  /** Swaps however much the rebuilt tables differ from the live ones. */
  acceptDifferences?: boolean;
  /**
   * The event store was restored or replaced: goes to its end, also where the checkpoint belongs to
   * another one, and reconciles outbox and checkpoint with it.
   */
  fromStore?: boolean;
  onProgress: (progress: RebuildProgress) => void;
}>;

export type Rebuilt = Readonly<{
  events: number;
  position: bigint;
  differences: readonly Difference[];
  swapped: boolean;
  /** Messages removed from the outbox, since the store does not hold their events. */
  lostMessages: number;
}>;

/** Positions behind which the shadow may lie when the projector is made to wait for it. */
const shortEnough = 2000;

/**
 * Builds read models again from the first event, beside the live ones and while those serve, and
 * puts them in their place. Writes neither outbox rows nor notifications. Throws AlreadyRunning
 * while another rebuild runs, QuarantineChanged when a stream went into quarantine or out of it
 * meanwhile, SwapRefused when too much would change, and an error when the database belongs to
 * another event store.
 */
export const rebuild = (options: RebuildOptions): Promise<Rebuilt> =>
  runExclusively({ url: options.database.url, lock: 'rebuild' }, () => rebuildAlone(options));

const rebuildAlone = async (options: RebuildOptions): Promise<Rebuilt> => {
  const { database, eventStore, names, fromStore = false } = options;
  const schema = await createShadowSchema(database);
  const shadows = readModelNames
    .filter((name) => names.includes(name))
    .map((name) => createShadow[name](database, schema));
  try {
    for (const shadow of shadows) await shadow.create();
    const quarantine = await readQuarantine(database, mainProjection);
    const building = createBuilding({ ...options, quarantine }, shadows);
    const target = await (fromStore ? storeTarget(eventStore) : liveTarget(eventStore));
    await building.goTo(await target.read(database));
    for (const { name } of tablesOf(shadows)) await completeShadow(database, schema, name);
    const comparison = createComparison(database, shadows);
    await comparison.all();
    while ((await building.goTo(await target.read(database))) > shortEnough)
      await comparison.again(database);

    return await finish(options, {
      schema,
      shadows,
      comparison,
      building,
      quarantine,
      target,
    });
  } finally {
    await dropShadowSchema(database, schema);
  }
};

const createShadow: Readonly<
  Record<ReadModelName, (database: Database, schema: string) => Shadow>
> = {
  products: (database, schema) => createShadowOf(database, schema, readModels.products),
  orders: (database, schema) => createShadowOf(database, schema, readModels.orders),
};

const tablesOf = (shadows: readonly Shadow[]) => shadows.flatMap(({ tables }) => tables);

type Rebuild = Readonly<{
  schema: string;
  shadows: readonly Shadow[];
  comparison: Comparison;
  building: Building;
  quarantine: QuarantineFilter;
  target: Target;
}>;

/**
 * The projector waits on its checkpoint while the last events are folded, their rows are compared,
 * and names are changed.
 */
const finish = (
  { database, eventStore, onlyCheck, acceptDifferences = false, fromStore = false }: RebuildOptions,
  { schema, shadows, comparison, building, quarantine, target }: Rebuild,
): Promise<Rebuilt> =>
  database.transaction(async (transaction) => {
    if (!onlyCheck)
      await lockTables(
        transaction,
        tablesOf(shadows).map(({ name }) => name),
      );
    const live = await target.read(transaction, 'FOR UPDATE');
    await building.goTo(live);
    await quarantine.requireUnchanged(transaction);
    await countOutstanding(transaction, schema, shadows);
    await comparison.again(transaction);
    const differences = await comparison.differences(transaction);
    if (!onlyCheck && !acceptDifferences) requireSmallDifference(differences);
    if (!onlyCheck) await replaceLive(transaction, schema, differences);
    const { storeId } = target;
    const lostMessages =
      onlyCheck || !fromStore ? 0 : await reconcile(transaction, { eventStore, storeId });

    return {
      events: building.events(),
      position: live.position ?? 0n,
      differences,
      swapped: !onlyCheck,
      lostMessages,
    };
  });

const replaceLive = async (
  transaction: Queryable,
  schema: string,
  differences: readonly Difference[],
): Promise<void> => {
  await swapTables(
    transaction,
    schema,
    differences.map(({ table }) => table),
  );
  if (differences.every(isSame)) return;
  // other lines than before may wait
  await recountOutstanding(transaction);
  // The projector caches rows. Where they have changed it must begin a new term, and read them
  // again.
  await transaction.query('UPDATE projection.checkpoints SET epoch = epoch + 1 WHERE name = $1', [
    mainProjection,
  ]);
};
