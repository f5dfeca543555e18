import type { Database } from '../../platform/postgres/index.js';
import { recountOutstanding } from '../products/outstanding.js';
import type { Term } from './term.js';

/**
 * Counts the outstanding units anew unless they are known to be right at the checkpoint: an older
 * release has led, or the checkpoint was set back. Returns whether it had to.
 */
export const correctOutstanding = (database: Database, { name }: Term): Promise<boolean> =>
  database.transaction(async (transaction) => {
    const wrong = await transaction.query(
      `UPDATE projection.checkpoints SET outstanding_position = position
       WHERE name = $1 AND outstanding_position IS DISTINCT FROM position RETURNING name`,
      [name],
    );
    if (wrong.length > 0) await recountOutstanding(transaction);

    return wrong.length > 0;
  });
