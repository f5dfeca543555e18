import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { profilable } from './profiles.js';
import { createApi, expectStatus } from '../../embedded/demo/api.js';
import { addDemoProduct, logIn } from '../../embedded/demo/actors.js';
import { withUserAdministration } from '../../operations/withUserAdministration.js';
import type { Endpoints } from '../../operations/dataFolder.js';
import { startQuickSale } from '../../embedded/launcher/quickSale.js';
import { infrastructure, services } from '../../embedded/launcher/layout.js';
import type { BenchContext } from '../harness/benchContext.js';

/** All of QuickSale as `npm start` runs it, on free ports and in a folder of its own. */
export type System = Readonly<{
  endpoints: Endpoints;
  folder: string;
  /** Access tokens of new customers. */
  addBuyers: (count: number) => Promise<string[]>;
  /** Id of a new product with so many units. */
  addProduct: (units: number, terms?: Terms) => Promise<string>;
  /** The shop says that the order was paid. */
  pay: (order: Readonly<{ id: string; totalAmount: number }>) => Promise<void>;
  /** Units sold, and units there are, as the inventory says. */
  stockOf: (productId: string) => Promise<Stock>;
  stop: () => Promise<void>;
}>;

type Terms = Readonly<{ paymentWindowSeconds?: number }>;

export type Stock = Readonly<{ onHand: number; reserved: number; available: number }>;

type Options = Readonly<{
  /** Of its folder, where a bench starts several. */
  name?: string;
  environment?: Readonly<Record<string, string>>;
  processes?: boolean;
  /** How many of every service, behind one address. */
  instances?: number;
  profiles?: string | null;
  /** Whether orders are refused when too many wait; without it the benches measure what waits. */
  admission?: boolean;
}>;

/** Limits off: a handful of buyers stands for thousands. */
const settings = {
  LOG_LEVEL: 'warn',
  RATE_LIMIT_LOGIN: 'off',
  RATE_LIMIT_REGISTER: 'off',
  RATE_LIMIT_ORDERS: 'off',
  RATE_LIMIT_RESERVE: 'off',
  RATE_LIMIT_PAYMENTS: 'off',
  RATE_LIMIT_DEFAULT: 'off',
  VISITOR_SOCKETS_PER_ADDRESS: '100000',
};

/** Without a limit of what waits unless it is wanted. */
const environmentOf = (
  { admission = false, environment }: Options,
  {
    folder,
    profiling,
  }: Readonly<{ folder: string; profiling: ReturnType<typeof profilable> | null }>,
): NodeJS.ProcessEnv => ({
  ...process.env,
  ...settings,
  ...freePorts,
  ...(!admission && { ADMISSION_MAX_LAG_MS: '600000' }),
  QUICKSALE_DATA: folder,
  ...profiling?.env,
  ...environment,
});

const freePorts = Object.fromEntries(
  [...Object.values(services), ...Object.values(infrastructure)].map(({ variable }) => [
    variable,
    '0',
  ]),
);

/** For the start command, on any free ports. */
export const environmentOn = (folder: string): NodeJS.ProcessEnv =>
  environmentOf({}, { folder, profiling: null });

export const startSystem = async (
  { folder: place, say, atEnd }: BenchContext,
  options: Options = {},
): Promise<System> => {
  const { processes = false, instances = 1, profiles = null } = options;
  const folder = join(place, options.name ?? 'system');
  const profiling = profiles === null ? null : profilable(profiles);
  const env = environmentOf(options, { folder, profiling });
  const report = { part: () => undefined, line: say };
  const nodeOptions = profiling?.nodeOptions ?? [];
  const { started, stop } = startQuickSale({ env, processes, instances, report, nodeOptions });
  atEnd(stop);
  const { endpoints, admin } = await started;
  const api = createApi(endpoints.gateway, say);
  const adminToken = await logIn(api, admin);
  const where = { env, folder, databaseUrl: endpoints.postgres };

  return {
    endpoints,
    folder,
    stop,
    addBuyers: (count) =>
      withUserAdministration(where, async ({ addUsers }) =>
        (await addUsers(count)).map(({ accessToken }) => accessToken),
      ),
    addProduct: (units, terms = {}) => addDemoProduct(api, adminToken, { stock: units, ...terms }),
    pay: async ({ id, totalAmount }) => {
      const path = `/api/orders/${id}/payment`;
      const body = { reference: randomUUID(), amount: totalAmount };
      expectStatus(await api.call({ method: 'POST', path, token: adminToken, body }), 200);
    },
    stockOf: async (productId) => {
      const path = `/api/products/${productId}/stock`;

      return (await api.call<Stock>({ path, token: adminToken })).body;
    },
  };
};
