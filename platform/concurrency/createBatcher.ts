import { Batcher, type BatcherOptions } from './batcher.js';

type Call<T, R> = Readonly<{
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}>;

type Options<T, R> = Omit<BatcherOptions<T>, 'onError'> &
  Readonly<{
    /**
     * Returns one result per item, in their order. When it rejects, so does every call of the
     * batch.
     */
    work: (items: readonly T[]) => Promise<readonly R[]>;
  }>;

/**
 * Returns a function that handles one item and resolves to its result, where one run of `work`
 * handles all the items that came while the run before it was busy.
 */
export const createBatcher = <T, R>({
  work,
  weightOf,
  ...options
}: Options<T, R>): ((item: T) => Promise<R>) => {
  const batcher = new Batcher<Call<T, R>>((calls) => runTogether(calls, work), {
    ...options,
    ...(weightOf && { weightOf: ({ item }) => weightOf(item) }),
  });

  return (item) => new Promise((resolve, reject) => batcher.add({ item, resolve, reject }));
};

const runTogether = async <T, R>(
  calls: readonly Call<T, R>[],
  work: Options<T, R>['work'],
): Promise<void> => {
  try {
    const results = await work(calls.map(({ item }) => item));
    // `work` returns a result per item; if it returned fewer, the last calls would get undefined
    calls.forEach(({ resolve }, index) => resolve(results[index] as R));
  } catch (error) {
    for (const { reject } of calls) reject(error);
  }
};
