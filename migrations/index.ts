import type { Knex } from 'knex';
import * as createAuth from './schemas/20261121090000_create_auth.js';
import * as createReadModels from './schemas/20261121090100_create_read_models.js';
import * as createMessaging from './schemas/20261121090200_create_messaging.js';
import * as createNotify from './schemas/20261121090300_create_notify.js';
import * as createProjection from './schemas/20261121090400_create_projection.js';
import * as createSnapshotParts from './schemas/20261121090500_create_snapshot_parts.js';
import * as addEventPosition from './20261127080000_add_event_position.js';
import * as addEventId from './20261127094500_add_event_id.js';
import * as keepPublishedMessages from './20261127120000_keep_published_messages.js';
import * as createCatalogueFeed from './20261127121000_create_catalogue_feed.js';
import * as createOpenPlacements from './20261127130000_create_open_placements.js';
import * as addSnapshotEventId from './20261127131000_add_snapshot_event_id.js';
import * as createQuarantine from './20261127132000_create_quarantine.js';
import * as indexNotificationsByAge from './20261127140000_index_notifications_by_age.js';
import * as addComparisonKeys from './20261127141000_add_comparison_keys.js';
import * as addWaitingToProducts from './sale/20261127150100_add_waiting_to_products.js';
import * as addOutstandingUnits from './sale/20261127152000_add_outstanding_units.js';
import * as addPaymentWindow from './sale/20261127153000_add_payment_window.js';
import * as addWaitlistToOrders from './sale/20261127153100_add_waitlist_to_orders.js';
import * as validateWaitlistStatuses from './sale/20261127163000_validate_waitlist_statuses.js';

/**
 * In order; the names carry no extension, so `.ts` and built `.js` are the same migration to knex.
 */
const migrations: Readonly<Record<string, Knex.Migration>> = {
  '20261121090000_create_auth': createAuth,
  '20261121090100_create_read_models': createReadModels,
  '20261121090200_create_messaging': createMessaging,
  '20261121090300_create_notify': createNotify,
  '20261121090400_create_projection': createProjection,
  '20261121090500_create_snapshot_parts': createSnapshotParts,
  '20261127080000_add_event_position': addEventPosition,
  '20261127094500_add_event_id': addEventId,
  '20261127120000_keep_published_messages': keepPublishedMessages,
  '20261127121000_create_catalogue_feed': createCatalogueFeed,
  '20261127130000_create_open_placements': createOpenPlacements,
  '20261127131000_add_snapshot_event_id': addSnapshotEventId,
  '20261127132000_create_quarantine': createQuarantine,
  '20261127140000_index_notifications_by_age': indexNotificationsByAge,
  '20261127141000_add_comparison_keys': addComparisonKeys,
  '20261127150100_add_waiting_to_products': addWaitingToProducts,
  '20261127152000_add_outstanding_units': addOutstandingUnits,
  '20261127153000_add_payment_window': addPaymentWindow,
  '20261127153100_add_waitlist_to_orders': addWaitlistToOrders,
  '20261127163000_validate_waitlist_statuses': validateWaitlistStatuses,
};

export const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: () => Promise.resolve(Object.keys(migrations)),
  getMigrationName: (name) => name,
  getMigration: (name) => {
    const migration = migrations[name];

    return migration === undefined
      ? Promise.reject(new Error(`There is no migration ${name}`))
      : Promise.resolve(migration);
  },
};
