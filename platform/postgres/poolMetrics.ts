import type pg from 'pg';
import type { Metrics } from '../metrics/index.js';

/** Callers that wait for a connection, for longer than a moment, say that the pool is too small. */
export const observePool = (metrics: Metrics, pool: pg.Pool): void => {
  metrics.gauge({
    name: 'quicksale_postgres_connections',
    help: 'Connections of the pool that are open, those of them that are idle, and callers that wait',
    labels: ['state'],
    collect: (gauge) => {
      gauge.set({ state: 'open' }, pool.totalCount);
      gauge.set({ state: 'idle' }, pool.idleCount);
      gauge.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
};
