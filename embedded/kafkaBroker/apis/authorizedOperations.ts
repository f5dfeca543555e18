/** The numbers of the protocol. There are no rules of access: everybody may do all of it. */
const operations = {
  read: 3,
  write: 4,
  create: 5,
  delete: 6,
  alter: 7,
  describe: 8,
  clusterAction: 9,
  describeConfigs: 10,
  alterConfigs: 11,
  idempotentWrite: 12,
} as const;

type Operation = keyof typeof operations;

const allOf = (...names: readonly Operation[]): number =>
  names.reduce((bits, name) => bits | (1 << operations[name]), 0);

const allowed = {
  topic: allOf(
    'read',
    'write',
    'create',
    'delete',
    'alter',
    'describe',
    'describeConfigs',
    'alterConfigs',
  ),
  group: allOf('read', 'delete', 'describe', 'describeConfigs', 'alterConfigs'),
  cluster: allOf(
    'create',
    'alter',
    'describe',
    'clusterAction',
    'describeConfigs',
    'alterConfigs',
    'idempotentWrite',
  ),
};

const notRequested = -(2 ** 31);

/** Returns a bit for each operation that a client may do, or a number that means unknown. */
export const authorizedOperations = (on: keyof typeof allowed, isRequested: boolean): number =>
  isRequested ? allowed[on] : notRequested;
