import { migrate } from '../../migrations/migrate.js';
import type { Endpoints } from '../../operations/dataFolder.js';
import { once } from '../../platform/process/index.js';
import { type Admin, createCatalogue } from './catalogue.js';
import { writeEndpoints } from './endpoints.js';
import { adminOf } from './environment.js';
import { startAllInfrastructure } from './infrastructure.js';
import type { Addresses } from './layout.js';
import { prepare, type QuickSaleOptions, type Run } from './preparation.js';
import { startServices } from './startServices.js';

export type QuickSale = Readonly<{
  folder: string;
  endpoints: Endpoints;
  admin: Admin;
  /** The admin's password was made by this start. */
  isNewAdmin: boolean;
}>;

export type Starting = Readonly<{
  /** Rejects with a sentence for the user; everything is stopped by then. */
  started: Promise<QuickSale>;
  /**
   * Ends all parts in order, also in the middle of the start: services, then what they stand on.
   */
  stop: () => Promise<void>;
}>;

/** Starts all of QuickSale as supervised processes; this process itself runs none of it. */
export const startQuickSale = (options: QuickSaleOptions): Starting => {
  const aborting = new AbortController();
  const endings: (() => Promise<void>)[] = [];
  const stop = once(async () => {
    aborting.abort(new Error('stopped while starting'));
    await running.catch(() => undefined);
    for (const end of endings.reverse()) await end();
  });
  const running = start(options, endings, aborting.signal);
  const started = running.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  started.catch(() => undefined);

  return { started, stop };
};

const start = async (
  options: QuickSaleOptions,
  endings: (() => Promise<void>)[],
  signal: AbortSignal,
): Promise<QuickSale> => {
  const run = await prepare(options, endings, signal);
  const addresses = await startAllInfrastructure(run);
  await migrateDatabase(run, addresses);
  signal.throwIfAborted();
  const urls = await startServices(run, addresses);
  const admin = adminOf(options.env, run.secrets);
  const catalogue = createCatalogue(run.folder, { admin, urls, signal });
  const products = await run.progress.waitFor('Catalogue', catalogue);
  options.report.part('Catalogue', `${products} demo products`);
  const { redis, eventStore, kafka, postgres } = addresses;
  const endpoints = {
    ...urls,
    eventStore: eventStore ?? '',
    kafka: kafka ?? '',
    postgres: postgres ?? '',
    redis,
  };
  writeEndpoints(run.folder, endpoints);
  const isNewAdmin = run.secrets.isNew && options.env['ADMIN_PASSWORD'] === undefined;

  return { folder: run.folder, endpoints, admin, isNewAdmin };
};

const migrateDatabase = async (run: Run, { postgres }: Addresses): Promise<void> => {
  const ran = await migrate(postgres ?? '');
  run.options.report.part('Migrations', ran.length === 0 ? 'up to date' : `${ran.length} run`);
};
