/**
 * Drivers attach whole clients to their errors, credentials included: only what helps is written.
 */
export const toLoggedError = (error: unknown): object => {
  if (!(error instanceof Error)) return { message: masked(String(error)) };
  const { name, message, stack } = error;
  const code = 'code' in error ? { code: error.code } : {};

  return { type: name, message: masked(message), stack: masked(stack ?? ''), ...code };
};

/** Connection strings hold passwords, and drivers repeat them in their messages. */
const masked = (text: string): string => text.replaceAll(/(\w:\/\/)[^\s/@]+@/g, '$1[masked]@');
