/** The reason for which a promise was rejected; throws when it was fulfilled. */
export const rejectionOf = async (promise: Promise<unknown>): Promise<unknown> => {
  const outcome = await promise.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  if (outcome === null) throw new Error('The promise was fulfilled');

  return outcome.error;
};
