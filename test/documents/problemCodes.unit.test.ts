import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemCodes } from '../../contracts/http/problemCodes.js';
import { statusOf as inventoryStatus } from '../../services/inventory/useCases/errorStatus.js';
import { statusOf as orderStatus } from '../../services/orders/useCases/errorStatus.js';
import { root } from '../architecture/repository.js';

type Known = readonly [code: string, status: number];

const sources = ['platform', 'services']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(join(root, folder, path), 'utf8')),
  )
  .join('\n');

/** How the code says a problem, and the status where the words themselves do not name it. */
const patterns: readonly (readonly [RegExp, number | null])[] = [
  [/\bproblem\(\s*(\d{3}),\s*'([A-Z_]+)'/g, null],
  [/\bproblem\(error\.(status), '([A-Z_]+)'/g, 400],
  [/\bunavailable\(\s*('')?'([A-Z_]+)'/g, 503],
  [/\brefused\(\s*('')?'([A-Z_]+)'/g, 400],
  [/\b(?:idempotencyKey|ifMatch|position), ('')?'([A-Z_]+)'\)/g, 400],
  [/^ {2}((?:))(TOKEN_[A-Z]+|SESSION_REVOKED): '/gm, 401],
];

const inSources = patterns.flatMap(([pattern, status]) =>
  [...sources.matchAll(pattern)].map(([, said, code = '']): Known => [
    code,
    status ?? Number(said),
  ]),
);

const inTables = [...Object.entries(inventoryStatus), ...Object.entries(orderStatus)];

describe('documents: problem codes', () => {
  const documented = Object.entries(problemCodes).map(([code, [status]]): Known => [code, status]);

  it('are those that the code says, with the same status', () => {
    const known = new Map([...inSources, ...inTables].filter(([code]) => /^[A-Z]/.test(code)));

    expect([...known].sort()).to.deep.equal(documented.sort());
  });

  it('have one status each', () => {
    for (const [code, status] of [...inSources, ...inTables])
      expect(problemCodes, code)
        .to.have.property(code)
        .that.satisfies(([known]: [number]) => known === status);
  });
});
