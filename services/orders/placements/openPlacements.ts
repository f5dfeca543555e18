import { coalesce, createTicking } from '../../../platform/concurrency/index.js';
import { OutcomeUnknown } from '../../../platform/eventStore/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import { once } from '../../../platform/process/index.js';
import type { PlacementRows } from './placementRows.js';

/**
 * The placings of this process that have no outcome yet. One that takes long has a row, too, by
 * which other processes know of it.
 */
export type OpenPlacements = Readonly<{
  /** Returns the outcome of `placing`, and remembers the order until then. */
  track: <T>(orderId: string, placing: Promise<T>) => Promise<T>;
  /** Whether the order may still be placed by something that this process has sent. */
  isOpen: (orderId: string) => boolean;
  stop: () => Promise<void>;
}>;

type Deps = Readonly<{ rows: PlacementRows; logger: Logger }>;

/** In milliseconds: from then on a placing has a row. Hardly any takes so long. */
const longFromMs = 250;

const sweepIntervalMs = 100;

/**
 * In milliseconds: longer than an append is repeated, and a server keeps it, whatever became of the
 * process that has sent it.
 */
const openForMs = 60_000;

/** How many commands for the order are under way, and when an unknown outcome of one came. */
type Placement = { running: number; readonly begunAt: number; unknownAt: number | null };

type OpenOrders = Map<string, Placement>;

export const createOpenPlacements = (deps: Deps): OpenPlacements => {
  const open: OpenOrders = new Map();
  const recorded = new Set<string>();
  const sweep = coalesce(createSweep(deps, open, recorded));
  const timer = createTicking(sweepIntervalMs, async () => {
    await sweep();
    if (open.size === 0 && recorded.size === 0) timer.pause();
  });

  return {
    track: async (orderId, placing) => {
      const placement = open.get(orderId) ?? newPlacement();
      open.set(orderId, placement);
      timer.start();
      placement.running += 1;
      try {
        const outcome = await placing;
        // the order is there, whatever was unknown before
        placement.unknownAt = null;

        return outcome;
      } catch (error) {
        if (error instanceof OutcomeUnknown) placement.unknownAt = performance.now();
        throw error;
      } finally {
        placement.running -= 1;
        if (isOver(placement)) open.delete(orderId);
      }
    },
    isOpen: (orderId) => open.has(orderId),
    stop: once(async () => {
      timer.stop();
      await sweep();
    }),
  };
};

const newPlacement = (): Placement => ({
  running: 0,
  begunAt: performance.now(),
  unknownAt: null,
});

const isOver = ({ running, unknownAt }: Placement): boolean =>
  running === 0 && (unknownAt === null || performance.now() - unknownAt > openForMs);

/**
 * Returns a function that forgets what is over, and brings the rows in line with what is open;
 * `recorded` are the orders that have one.
 */
const createSweep =
  ({ rows, logger }: Deps, open: OpenOrders, recorded: Set<string>): (() => Promise<void>) =>
  async () => {
    const longSince = performance.now() - longFromMs;
    for (const [orderId, placement] of open) if (isOver(placement)) open.delete(orderId);
    const late = [...open].flatMap(([orderId, { begunAt }]) =>
      begunAt <= longSince && !recorded.has(orderId) ? [orderId] : [],
    );
    const ended = [...recorded].filter((orderId) => !open.has(orderId));
    try {
      if (late.length > 0) await rows.add(late, openForMs);
      for (const orderId of late) recorded.add(orderId);
      if (ended.length > 0) await rows.remove(ended);
      for (const orderId of ended) recorded.delete(orderId);
    } catch (error) {
      logger.warn({ err: error }, 'open placements are not recorded');
    }
  };
