import type { Database } from '../../platform/postgres/index.js';
import type { ServiceName } from './system.js';

/** What each service does with which tables; docs/security.md tells operators the same. */
export const rights: Readonly<Record<ServiceName, Readonly<Record<string, string>>>> = {
  gateway: { 'auth.signing_keys': 'SELECT', 'auth.revoked_sessions': 'SELECT' },
  auth: {
    'auth.users': 'SELECT, INSERT, UPDATE',
    'auth.sessions': 'SELECT, INSERT, UPDATE, DELETE',
    'auth.revoked_sessions': 'SELECT, INSERT, UPDATE, DELETE',
    'auth.signing_keys': 'SELECT, INSERT, UPDATE, DELETE',
  },
  inventory: {
    'messaging.quarantined_messages': 'SELECT, INSERT, UPDATE, DELETE',
    'auth.signing_keys': 'SELECT',
    'auth.revoked_sessions': 'SELECT',
    'read.products': 'SELECT',
    'projection.checkpoints': 'SELECT',
    'projection.snapshots': 'SELECT, INSERT, UPDATE, DELETE',
    'projection.snapshot_parts': 'SELECT, INSERT, UPDATE, DELETE',
  },
  orders: {
    'messaging.quarantined_messages': 'SELECT, INSERT, UPDATE, DELETE',
    'auth.signing_keys': 'SELECT',
    'auth.revoked_sessions': 'SELECT',
    'read.orders': 'SELECT',
    'read.order_items': 'SELECT',
    'read.products': 'SELECT',
    'projection.checkpoints': 'SELECT',
    'orders.open_placements': 'SELECT, INSERT, UPDATE, DELETE',
    'messaging.outbox': 'SELECT',
    'messaging.published': 'SELECT',
    'projection.parked_events': 'SELECT',
  },
  notifier: {
    'messaging.quarantined_messages': 'SELECT, INSERT, UPDATE, DELETE',
    'auth.signing_keys': 'SELECT',
    'auth.revoked_sessions': 'SELECT',
    'read.products': 'SELECT',
    'notify.notifications': 'SELECT, INSERT, UPDATE, DELETE',
    'notify.cursors': 'SELECT, INSERT, UPDATE',
  },
  projector: {
    'read.products': 'SELECT, INSERT, UPDATE, DELETE',
    'read.orders': 'SELECT, INSERT, UPDATE, DELETE',
    'read.order_items': 'SELECT, INSERT, UPDATE, DELETE',
    'messaging.outbox': 'SELECT, INSERT',
    'projection.checkpoints': 'SELECT, INSERT, UPDATE',
    'projection.parked_events': 'SELECT, INSERT, UPDATE, DELETE',
  },
  bridge: {
    'messaging.outbox': 'SELECT, UPDATE, DELETE',
    'messaging.published': 'SELECT, INSERT',
    'messaging.catalogue_feed': 'SELECT, INSERT, UPDATE',
    'read.products': 'SELECT',
  },
  operations: {
    'auth.signing_keys': 'SELECT',
    'auth.revoked_sessions': 'SELECT',
    'read.products': 'SELECT',
    'read.orders': 'SELECT',
    'read.order_items': 'SELECT',
    'projection.parked_events': 'SELECT, UPDATE',
    'messaging.outbox': 'SELECT, UPDATE',
    'messaging.quarantined_messages': 'SELECT, UPDATE',
  },
};

/** What a service calls with the rights of the owner. */
const functions: Readonly<Partial<Record<ServiceName, readonly string[]>>> = {
  bridge: ['messaging.add_published_days', 'messaging.drop_published_days'],
};

const password = 'a word of the test only';

/** A login role for the service that may do just that. Returns its URL of the same database. */
export const createRole = async (
  database: Database,
  service: ServiceName,
): Promise<Readonly<{ name: string; url: string }>> => {
  const url = new URL(database.url);
  const name = `${service}_of_${url.pathname.slice(1)}`;
  const tables = Object.entries(rights[service]);
  const schemas = new Set(tables.map(([table]) => table.split('.')[0] ?? ''));
  await database.query(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`);
  for (const schema of schemas) await database.query(`GRANT USAGE ON SCHEMA ${schema} TO ${name}`);
  for (const [table, granted] of tables)
    await database.query(`GRANT ${granted} ON ${table} TO ${name}`);
  for (const called of functions[service] ?? [])
    await database.query(`GRANT EXECUTE ON FUNCTION ${called} TO ${name}`);
  url.username = name;
  url.password = password;

  return { name, url: url.href };
};

export const dropRole = async (database: Database, name: string): Promise<void> => {
  await database.query(`DROP OWNED BY ${name}`);
  await database.query(`DROP ROLE ${name}`);
};
