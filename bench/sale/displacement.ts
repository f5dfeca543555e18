type Served = Readonly<{ arrivedAt: number; position: bigint }>;

/** For each of those who were served: how many that came later were served before. */
export const displacements = (served: readonly Served[]): readonly number[] =>
  served.map(
    (one) =>
      served.filter((other) => other.arrivedAt > one.arrivedAt && other.position < one.position)
        .length,
  );
