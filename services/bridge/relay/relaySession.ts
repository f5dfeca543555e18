import type { Logger } from '../../../platform/logging/index.js';
import type { Publisher } from '../../../platform/messaging/index.js';
import { createLanes } from './partitionRouter.js';
import type { BridgeMetrics } from '../metrics.js';
import type { Outbox, OutboxRow, Publication } from './outbox.js';
import { createParking, type Parking } from './quarantine.js';

export type TourMeans = Readonly<{
  outbox: Outbox;
  publisher: Publisher;
  logger: Logger;
  metrics: BridgeMetrics;
  /** Rows wait to be marked. */
  onPublished: () => void;
  /** A send outlived its deadline: leave the process. */
  onLost: (error: Error) => void;
}>;

export type Tour = Readonly<{
  /** Marks what was acknowledged and takes the next rows in hand; says how many, and whether there is nothing more to do now. */
  turn: () => Promise<Readonly<{ taken: number; isIdle: boolean }>>;
  /** The next turn looks for rows from the first one again, should one have come late. Only when nothing is in hand. */
  startAnew: () => void;
  /** Lets what is under way come home and marks it. */
  end: () => Promise<void>;
}>;

const batch = 500;
/** About so many rows of partitions in trouble wait here; beyond this the others wait too. */
const mostInHand = 10_000;

/** Rows that are not in hand yet, and whether the outbox may hold more. */
type Found = Readonly<{ fresh: readonly OutboxRow[]; hasMore: boolean }>;

/** The time of one leader, with what it has in hand. */
export const createTour = (means: TourMeans): Tour => {
  const { outbox, logger, metrics } = means;
  const parking = createParking(means);
  const hand = createHand();
  const lanes = createOwnLanes(means, { parking, hand });

  /** The last row that was read. */
  let after: string | null = null;

  const mark = async (limit: number): Promise<Found> => {
    const published = hand.published();
    const rows = await outbox.markAndSelect(published, { after, limit });
    const fresh = rows.filter((row) => !hand.has(row));
    // with a full hand nothing was read, and this has made room
    const hasMore = limit === 0 ? published.length > 0 : rows.length === limit;
    after = rows.at(-1)?.id ?? after;
    hand.settle(published);
    for (const { row } of published) metrics.published.inc({ topic: row.topic });

    return { fresh, hasMore };
  };

  return {
    turn: async () => {
      const freed = await parking.refresh();
      if (freed !== null) {
        hand.drop(freed);
        after = null;
      }
      const { fresh, hasMore } = await mark(hand.size() < mostInHand ? batch : 0);
      hand.take(fresh);
      fresh.forEach(lanes.add);
      metrics.inHand.set(hand.size());

      return { taken: fresh.length, isIdle: !hasMore };
    },
    startAnew: () => {
      if (hand.size() === 0) after = null;
    },
    end: async () => {
      await lanes.stop();
      await mark(0).catch((error: unknown) => logger.warn({ err: error }, 'rows left unmarked'));
    },
  };
};

type Own = Readonly<{ parking: Parking; hand: ReturnType<typeof createHand> }>;

const createOwnLanes = (
  { publisher, logger, onPublished, onLost }: TourMeans,
  { parking, hand }: Own,
) =>
  createLanes({
    publisher,
    logger,
    reports: {
      published: (publications) => {
        hand.note(publications);
        onPublished();
      },
      unsendable: parking.park,
      isHeld: parking.isHeld,
      lost: onLost,
    },
  });

/** Rows that were read and are not marked yet, so that no row is read twice. */
const createHand = () => {
  const ids = new Set<string>();
  let published: readonly Publication[] = [];

  return {
    has: ({ id }: OutboxRow) => ids.has(id),
    size: () => ids.size,
    published: () => published,
    take: (rows: readonly OutboxRow[]): void => rows.forEach(({ id }) => ids.add(id)),
    drop: (dropped: readonly string[]): void => dropped.forEach((id) => ids.delete(id)),
    note: (publications: readonly Publication[]): void => {
      published = [...published, ...publications];
    },
    settle: (marked: readonly Publication[]): void => {
      published = published.slice(marked.length);
      marked.forEach(({ row }) => ids.delete(row.id));
    },
  };
};
