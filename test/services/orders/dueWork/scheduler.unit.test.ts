import { expect } from 'chai';
import { createLogger } from '../../../../platform/logging/index.js';
import { type DueItem, type DueWork } from '../../../../services/orders/dueWork/runDue.js';
import { type Scheduler, startScheduler } from '../../../../services/orders/dueWork/scheduler.js';
import { eventually } from '../../../support/assertions/eventually.js';

const logger = createLogger({ name: 'test', level: 'silent' });

describe('Work that is due at a time', () => {
  let schedulers: Scheduler[] = [];

  beforeEach(() => {
    schedulers = [];
  });
  afterEach(() => Promise.all(schedulers.map((scheduler) => scheduler.stop())));

  const start = (work: DueWork): Scheduler => {
    const scheduler = startScheduler({ work, now, logger });
    schedulers.push(scheduler);

    return scheduler;
  };

  it('is run when its time comes, and not before', async () => {
    const table = createTable([itemIn(300, 'b'), itemIn(100, 'a')]);
    start(table.work);

    await eventually(() => expect(table.ran.map(({ id }) => id)).to.eql(['a', 'b']));
    for (const { lateMs } of table.ran) expect(lateMs).to.be.within(0, 900);
  });

  it('that was due before the start is run at once, portion by portion', async () => {
    const table = createTable(Array.from({ length: 250 }, (_, index) => itemIn(-1, ids(index))));
    start(table.work);

    await eventually(() => expect(table.ran).to.have.length(250));
    expect(table.mostAtOnce()).to.equal(100);
  });

  it('is read once, and nothing more while nothing is due', async () => {
    const table = createTable([]);
    start(table.work);
    await pauseOf(1_500);

    expect(table.reads()).to.equal(1);
  });

  it('that is noted is run in time', async () => {
    const table = createTable([]);
    const scheduler = start(table.work);
    await eventually(() => expect(table.reads()).to.equal(1));
    const item = itemIn(200, 'a');
    table.add(item);
    scheduler.noteDue(item.dueAt);

    await eventually(() => expect(table.ran).to.have.length(1));
    expect(table.reads()).to.be.lessThan(4);
  });

  it('that is noted as due before what was run is run too', async () => {
    const table = createTable([itemIn(-1, 'b')]);
    const scheduler = start(table.work);
    await eventually(() => expect(table.ran).to.have.length(1));
    const item = itemIn(-60_000, 'a');
    table.add(item);
    scheduler.noteDue(item.dueAt);

    await eventually(() => expect(table.ran.map(({ id }) => id)).to.eql(['b', 'a']));
  });

  it('is run again while it stays in the table, less and less often', async () => {
    const table = createTable([itemIn(-1, 'a')], { isBehind: true });
    start(table.work);
    await eventually(() => expect(table.ran.length).to.be.greaterThan(1));
    table.catchUp();

    expect(table.ran.length).to.be.lessThan(5);
  });

  it('that waits for the table does not keep new work', async () => {
    const table = createTable([itemIn(-1, 'a')], { isBehind: true });
    const scheduler = start(table.work);
    await eventually(() => expect(table.ran).to.have.length(1));
    const item = itemIn(100, 'b');
    table.add(item);
    scheduler.noteDue(item.dueAt);

    await eventually(() => expect(table.ran.find(({ id }) => id === 'b')?.lateMs).to.be.below(900));
  });

  it('that fails is tried again, and keeps no other', async () => {
    const table = createTable([itemIn(-2, 'a'), itemIn(-1, 'b')], { failing: new Set(['a']) });
    start(table.work);
    await eventually(() => expect(table.ran.map(({ id }) => id)).to.eql(['b']));
    expect(table.failed()).to.be.greaterThan(0);
    table.heal();

    await eventually(() => expect(table.ran.map(({ id }) => id)).to.eql(['b', 'a']));
  });

  it('is run when the table can be read again', async () => {
    const table = createTable([itemIn(-1, 'a')]);
    let isAway = true;
    start({
      ...table.work,
      next: (after, limit) =>
        isAway ? Promise.reject(new Error('away')) : table.work.next(after, limit),
    });
    await pauseOf(100);
    isAway = false;

    await eventually(() => expect(table.ran).to.have.length(1));
  });

  it('is done once in all where two schedulers run it', async () => {
    const table = createTable(Array.from({ length: 40 }, (_, index) => itemIn(100, ids(index))));
    start(table.work);
    start(table.work);

    await eventually(() => expect(table.ran).to.have.length(40));
    await pauseOf(1_200);
    expect(table.ran).to.have.length(40);
  });
});

const ids = (index: number): string => String(index).padStart(4, '0');

const itemIn = (ms: number, id: string): DueItem => ({
  id,
  dueAt: new Date(Date.now() + ms).getTime(),
});

const now = (): number => Date.now();

const pauseOf = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Options = Readonly<{ isBehind?: boolean; failing?: Set<string> }>;

/** Items that a run takes out of the table, unless the table is behind. */
const createTable = (
  initial: readonly DueItem[],
  { isBehind = false, failing = new Set() }: Options = {},
) => {
  const items = new Map(initial.map((item) => [item.id, item]));
  const ran: { id: string; lateMs: number }[] = [];
  let behind = isBehind;
  let reads = 0;
  let failures = 0;
  let atOnce = 0;
  let most = 0;

  const run = async (item: DueItem): Promise<void> => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await new Promise(setImmediate);
    atOnce -= 1;
    if (failing.has(item.id)) throw new Error('not now');
    if (!items.has(item.id)) return;
    if (!behind) items.delete(item.id);
    ran.push({ id: item.id, lateMs: now() - item.dueAt });
  };

  return {
    ran,
    reads: () => reads,
    failed: () => failures,
    mostAtOnce: () => most,
    add: (item: DueItem) => items.set(item.id, item),
    heal: () => failing.clear(),
    catchUp: () => {
      behind = false;
    },
    work: {
      kind: 'test',
      next: (after: DueItem | null, limit: number) => {
        reads += 1;
        const isBehindAfter = (item: DueItem): boolean =>
          after === null ||
          item.dueAt > after.dueAt ||
          (item.dueAt === after.dueAt && item.id > after.id);

        return Promise.resolve(
          [...items.values()]
            .filter(isBehindAfter)
            .sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1))
            .slice(0, limit),
        );
      },
      run,
      observe: (_: DueItem, error: unknown) => {
        if (error !== null) failures += 1;
      },
    },
  };
};
