import { type EventStore, storeId } from '../../platform/eventStore/index.js';
import type { Database, Queryable } from '../../platform/postgres/index.js';
import { mainProjection } from '../projector/checkpoint.js';
import { type Building, createBuilding, type Progress } from './building.js';
import { type Difference, differenceOf, isSame } from './difference.js';
import { type ReadModelName, readModels } from './readModel.js';
import { liveCheckpoint } from './liveCheckpoint.js';
import { createShadowOf, type Shadow } from './shadow.js';
import { completeShadow, dropShadows, emptyShadows, swapTables } from './shadowTable.js';

export type RebuildOptions = Readonly<{
  eventStore: EventStore;
  /** Its statements may take minutes. */
  database: Database;
  names: readonly ReadModelName[];
  /** Compares and swaps nothing. */
  onlyCheck: boolean;
  onProgress: (progress: Progress) => void;
}>;

export type Rebuilt = Readonly<{
  events: number;
  position: bigint;
  differences: readonly Difference[];
  swapped: boolean;
}>;

/** Positions behind which the shadow may lie when the projector is made to wait for it. */
const shortEnough = 2000;

/**
 * Builds read models again from the first event, beside the live ones and while those serve, and
 * puts them in their place. Writes neither outbox rows nor notifications. Throws when the database
 * belongs to another event store.
 */
export const rebuild = async (options: RebuildOptions): Promise<Rebuilt> => {
  const { database, eventStore, names } = options;
  const shadows = names.map((name): Shadow => shadowNamed(database, name));
  await emptyShadows(database);
  try {
    for (const shadow of shadows) await shadow.create();
    const building = createBuilding(options, shadows);
    const id = await storeId(eventStore);
    await building.goTo(await liveCheckpoint(database, id));
    for (const { name } of tablesOf(shadows)) await completeShadow(database, name);
    while ((await building.goTo(await liveCheckpoint(database, id))) > shortEnough);

    return await finish(options, { shadows, building, storeId: id });
  } finally {
    await dropShadows(database);
  }
};

const shadowNamed = (database: Database, name: ReadModelName): Shadow =>
  name === 'products'
    ? createShadowOf(database, readModels.products)
    : createShadowOf(database, readModels.orders);

const tablesOf = (shadows: readonly Shadow[]) => shadows.flatMap(({ tables }) => tables);

type Rebuild = Readonly<{ shadows: readonly Shadow[]; building: Building; storeId: string }>;

/**
 * The projector waits on its checkpoint while the last events are folded, both are compared, and
 * names are changed.
 */
const finish = (
  { database, onlyCheck }: RebuildOptions,
  { shadows, building, storeId: id }: Rebuild,
): Promise<Rebuilt> =>
  database.transaction(async (transaction) => {
    const live = await liveCheckpoint(transaction, id, 'FOR UPDATE');
    await building.goTo(live);
    const tables = tablesOf(shadows);
    const differences: Difference[] = [];
    for (const table of tables) differences.push(await differenceOf(transaction, table));
    if (!onlyCheck)
      await replaceLive(
        transaction,
        tables.map(({ name }) => name),
        differences,
      );

    return {
      events: building.events(),
      position: live.position ?? 0n,
      differences,
      swapped: !onlyCheck,
    };
  });

const replaceLive = async (
  transaction: Queryable,
  tables: readonly string[],
  differences: readonly Difference[],
): Promise<void> => {
  await swapTables(transaction, tables);
  // The projector caches rows. Where they have changed it must begin a new term, and read them
  // again.
  if (!differences.every(isSame))
    await transaction.query('UPDATE projection.checkpoints SET epoch = epoch + 1 WHERE name = $1', [
      mainProjection,
    ]);
};
