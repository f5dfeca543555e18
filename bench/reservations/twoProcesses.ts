import type { Figure } from '../harness/bench.js';
import type { BenchContext } from '../harness/benchContext.js';
import { startModule } from '../system/moduleProcess.js';
import type { Reserved } from './reservingProcess.js';
import { openReservations } from './reservations.js';

const units = 200_000;

/**
 * Two processes want more units of one product than there are. Correct: exactly the units are sold,
 * each once. Fair: the slower one gets a share worth the name.
 */
export const reserveInTwoProcesses = async (
  context: BenchContext,
  { url, seconds }: Readonly<{ url: string; seconds: number }>,
): Promise<Readonly<{ figures: Figure[]; proof: string }>> => {
  const reservations = openReservations(url);
  const productId = await reservations.addProduct(units);
  const module = new URL('./reservingProcess.js', import.meta.url);
  const args = [url, productId, String(seconds * 1000)];
  const pair = await Promise.all([1, 2].map(() => startModule(context, module, args)));
  const results = await Promise.all(pair.map(({ ask }) => ask<Reserved>('reserve')));
  const reserved = await reservations.reserved(productId);
  await reservations.stop();
  const sold = results.map(({ granted }) => granted);
  const busy = results.reduce((sum, result) => sum + result.busy, 0);
  const total = sold.reduce((sum, granted) => sum + granted, 0);
  if (total !== reserved || reserved > units)
    throw new Error(`${total} granted, ${reserved} reserved of ${units}: oversold or lost`);
  const one = (what: string, unit: string, value: number): Figure => ({
    what: `two processes, ${what}`,
    unit,
    rounds: [value],
  });

  return {
    proof: `two processes: ${sold.join(' + ')} granted, ${reserved} reserved of ${units}, nothing twice, nothing lost; ${busy} turned away as busy`,
    figures: [
      one('32 callers each', '1/s', total / Math.max(...results.map(({ took }) => took))),
      one('share of the slower', '%', (Math.min(...sold) / total) * 100),
      one('longest wait', 'ms', Math.max(...results.map(({ longest }) => longest))),
    ],
  };
};
