import type { Figure } from '../frame/bench.js';
import type { Workplace } from '../frame/workplace.js';
import { startModule } from '../system/moduleProcess.js';
import type { Answers } from './reservingProcess.js';
import { openReservations } from './reservations.js';

const units = 200_000;

/**
 * Two processes want more units of one product than there are. Correct: exactly the units are sold, each once. Fair: the
 * slower one gets a share worth the name.
 */
export const reserveInTwoProcesses = async (
  workplace: Workplace,
  { url, seconds }: Readonly<{ url: string; seconds: number }>,
): Promise<Readonly<{ figures: Figure[]; proof: string }>> => {
  const reservations = openReservations(url);
  const productId = await reservations.addProduct(units);
  const module = new URL('./reservingProcess.js', import.meta.url);
  const args = [url, productId, String(seconds * 1000)];
  const pair = await Promise.all([1, 2].map(() => startModule(workplace, module, args)));
  const answers = await Promise.all(pair.map(({ ask }) => ask<Answers>('reserve')));
  const reserved = await reservations.reserved(productId);
  await reservations.stop();
  const sold = answers.map(({ granted }) => granted);
  const total = sold.reduce((sum, granted) => sum + granted, 0);
  if (total !== reserved || reserved > units)
    throw new Error(`${total} granted, ${reserved} reserved of ${units}: oversold or lost`);
  const one = (what: string, unit: string, value: number): Figure => ({
    what: `two processes, ${what}`,
    unit,
    rounds: [value],
  });

  return {
    proof: `two processes: ${sold.join(' + ')} granted, ${reserved} reserved of ${units}, nothing twice, nothing lost`,
    figures: [
      one('32 callers each', '1/s', total / Math.max(...answers.map(({ took }) => took))),
      one('share of the slower', '%', (Math.min(...sold) / total) * 100),
      one('longest wait', 'ms', Math.max(...answers.map(({ longest }) => longest))),
    ],
  };
};
