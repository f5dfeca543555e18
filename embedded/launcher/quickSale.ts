import { migrate } from '../../migrations/migrate.js';
import type { Endpoints } from '../../operations/dataFolder.js';
import { once } from '../../platform/process/index.js';
import { type Admin, createCatalogue } from './catalogue.js';
import { writeEndpoints } from './endpoints.js';
import { adminOf, type ServiceUrls } from './environment.js';
import { listenForGateways } from './front.js';
import { startAllInfrastructure } from './infrastructure.js';
import type { InstanceUrls } from './instances.js';
import type { Addresses } from './layout.js';
import { prepare, type QuickSaleOptions, type Run } from './preparation.js';
import { type Services, startServices } from './startServices.js';

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
  const services = await startServices(run, addresses);
  const urls = { ...firstOf(services.urls), gateway: await openFront(run, services, endings) };
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
    ...(run.instances.length > 1 && { instances: services.urls }),
  };
  writeEndpoints(run.folder, endpoints);
  const isNewAdmin = run.secrets.isNew && options.env['ADMIN_PASSWORD'] === undefined;

  return { folder: run.folder, endpoints, admin, isNewAdmin };
};

const firstOf = (urls: InstanceUrls): ServiceUrls =>
  Object.fromEntries(Object.entries(urls).map(([name, [first]]) => [name, first])) as ServiceUrls;

/** Returns the one address of all gateways. */
const openFront = async (
  { instances, ports, options }: Run,
  { urls, gateways }: Services,
  endings: (() => Promise<void>)[],
): Promise<string> => {
  const [only = ''] = urls.gateway;
  if (instances.length === 1) return only;
  const host = options.env['HOST'] ?? '127.0.0.1';
  const front = await listenForGateways({
    port: ports.gateway,
    host,
    gateways: gateways.map(({ accept }, at) => ({ accept, url: urls.gateway[at] ?? '' })),
  });
  endings.push(front.stop);
  const url = `${only.slice(0, only.lastIndexOf(':'))}:${ports.gateway}`;
  options.report.part('gateway', `${gateways.length} behind ${ports.gateway}`);

  return url;
};

const migrateDatabase = async (run: Run, { postgres }: Addresses): Promise<void> => {
  const ran = await migrate(postgres ?? '');
  run.options.report.part('Migrations', ran.length === 0 ? 'up to date' : `${ran.length} run`);
};
