import type { OperationsCheck, OperationsChecks } from '../../../contracts/http/admin/sales.js';
import type { DeadLetterReader } from '../deadLetters/deadLetterReader.js';
import { countQuarantined } from '../pipeline/waitingCounts.js';
import { type CompareDeps, type Found, rowsMatchStreams } from './rowsMatchStreams.js';
import { stockAddsUp } from './stockAddsUp.js';

export type CheckDeps = CompareDeps & Readonly<{ deadLetters: Pick<DeadLetterReader, 'count'> }>;

const mostExamples = 5;

/** GET /api/operations/checks: what can be looked at in a moment, without a replay. */
export const runChecks = async (deps: CheckDeps): Promise<OperationsChecks> => ({
  time: new Date().toISOString(),
  checks: await Promise.all([
    check('stockAddsUp', () => stockAddsUp(deps.database)),
    check('rowsMatchStreams', () => rowsMatchStreams(deps)),
    check('quarantineEmpty', async () => waiting((await countQuarantined(deps.database)).backlog)),
    check('deadLettersEmpty', async () => waiting(await deps.deadLetters.count())),
  ]),
});

const waiting = (count: number): Found => ({ looked: count, broken: count, examples: [] });

const check = async (
  id: OperationsCheck['id'],
  read: () => Promise<Found>,
): Promise<OperationsCheck> => {
  try {
    const { looked, broken, examples } = await read();
    const state = broken === 0 ? 'ok' : 'broken';

    return { id, state, looked, broken, examples: examples.slice(0, mostExamples) };
  } catch {
    return { id, state: 'unknown', looked: 0, broken: 0, examples: [] };
  }
};
