import type { EventStore } from '../../platform/eventStore/index.js';
import type { Logger } from '../../platform/logging/index.js';
import type { Database } from '../../platform/postgres/index.js';
import type { DeadLetterReader } from './deadLetters/deadLetterReader.js';
import type { ReadSummary } from './pipeline/summary.js';
import type { SaleReader } from './sales/saleReader.js';

export type Deps = Readonly<{
  eventStore: Pick<EventStore, 'read' | 'readBackwards' | 'readTail'>;
  database: Database;
  logger: Logger;
  deadLetters: DeadLetterReader;
  summary: ReadSummary;
  sales: SaleReader;
}>;
