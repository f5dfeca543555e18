/** What the plan counts with and no bench measures; `npm run plan` prints it. */
export const assumptions = {
  /** Share of a core, or of a machine, that a sale may take: the rest is for a lost instance. */
  utilisation: 0.6,
  /** Bytes over the network per click: request with its token, answer, and the push. */
  bytesPerClick: 3_500,
  networkBitsPerSecond: 1e9,
  /** Copies of each event and of each message in a cluster of three. */
  copies: 3,
  partitions: 6,
  socketsPerNotifier: 25_000,
  /** Requests that wait for units in one orders process, ADMISSION_PLACES, and how long at most. */
  waitingPerOrders: 20_000,
  waitSeconds: 4,
  postgresConnections: 200,
  /** Connections of each process to Postgres, at most; one more where it listens. */
  pool: {
    gateway: 3,
    auth: 11,
    inventory: 11,
    orders: 11,
    notifier: 7,
    projector: 4,
    bridge: 4,
    operations: 3,
  },
} as const;

export const serviceNames = Object.keys(assumptions.pool) as (keyof typeof assumptions.pool)[];
