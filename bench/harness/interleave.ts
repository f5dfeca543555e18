import type { BenchContext } from './benchContext.js';

/**
 * Runs every side once per round, turn and turn about, so that other load on the machine hits all
 * of them; the warm-up rounds come first and do not count.
 */
export const interleave = async <Side extends string, Measured>(
  { say }: Pick<BenchContext, 'say'>,
  sides: Readonly<Record<Side, (round: number) => Promise<Measured>>>,
  { warmUps = 1, rounds }: Readonly<{ warmUps?: number; rounds: number }>,
): Promise<Record<Side, Measured[]>> => {
  const names = Object.keys(sides) as Side[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as Measured[]])) as Record<
    Side,
    Measured[]
  >;
  for (let round = -warmUps; round < rounds; round += 1)
    for (const name of names) {
      const result = await sides[name](round);
      say(`${round < 0 ? 'warm-up' : `round ${round + 1}`} of ${name}: ${JSON.stringify(result)}`);
      if (round >= 0) measured[name].push(result);
    }

  return measured;
};
