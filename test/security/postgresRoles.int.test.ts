import { expect } from 'chai';
import { connectDatabase } from '../../platform/postgres/index.js';
import { eventually } from '../support/assertions/eventually.js';
import { register, shopAt } from './people.js';
import { createRole, dropRole, rights } from './postgresRoles.js';
import { silent, startStores, type Stores } from './stores.js';
import { adminTokenAt, type ServiceName, startServices, type Services } from './system.js';

const names = Object.keys(rights) as ServiceName[];

describe('S6: a Postgres role for each service', function () {
  this.timeout(120_000);

  let stores: Stores;
  let services: Services;
  const roles = new Map<ServiceName, Readonly<{ name: string; url: string }>>();

  before(async () => {
    stores = await startStores();
    for (const name of names) roles.set(name, await createRole(stores.database, name));
    const own = Object.fromEntries(
      [...roles].map(([name, { url }]) => [name, { DATABASE_URL: url }]),
    );
    services = await startServices(stores.environment, own);
  });
  after(async () => {
    await services.stop();
    for (const { name } of roles.values()) await dropRole(stores.database, name);
    await stores.stop();
  });

  it('S6: is enough for the whole way of an order', async () => {
    const shop = shopAt(services.urls.gateway);
    const buyer = await register(services.urls.gateway);
    const product = await shop.addProduct(await adminTokenAt(services.urls.gateway));
    const { id } = await shop.placeOrder(buyer.token, product.id);
    await shop.settled(id, buyer.token, 'CONFIRMED');
    await eventually(async () => {
      const { body } = await shop.ask('/api/notifications', { token: buyer.token });
      expect(body).to.include({ total: 1 });
    }, 20_000);
    const { token, refreshToken } = buyer;
    const out = await shop.ask('/api/auth/logout', { body: { refreshToken }, token });

    expect(out.status).to.equal(204);
  });

  for (const service of names)
    it(`S6: lets ${service} at no table but its own`, async () => {
      const database = connectDatabase({ url: roles.get(service)?.url ?? '', logger: silent });
      const tables = await stores.database.query<{ name: string }>(
        `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
         WHERE table_schema IN ('auth', 'read', 'messaging', 'notify', 'orders', 'projection')`,
      );
      const readable: string[] = [];
      for (const { name } of tables)
        await database.query(`SELECT 1 FROM ${name} LIMIT 1`).then(
          () => readable.push(name),
          () => undefined,
        );
      const [powers] = await database.query(
        'SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user',
      );
      await database.stop();

      expect(readable.sort()).to.deep.equal(Object.keys(rights[service]).sort());
      expect(powers).to.deep.equal({ rolsuper: false, rolcreatedb: false, rolcreaterole: false });
    });
});
