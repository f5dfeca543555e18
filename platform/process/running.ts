/** Something that was started. `stop` takes at most 10 s and may be called again. */
export type Running = Readonly<{ url: string | null; stop: () => Promise<void> }>;

/** Makes a stop function idempotent: every call waits for the same one run. */
export const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let result: Promise<void> | null = null;

  return () => (result ??= work());
};
