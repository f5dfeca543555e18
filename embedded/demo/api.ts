import { pause } from '../../platform/concurrency/index.js';

export type ApiAnswer<T> = Readonly<{ status: number; headers: Headers; body: T }>;

export type ApiCall = Readonly<{
  method?: 'GET' | 'POST';
  path: string;
  token?: string;
  idempotencyKey?: string;
  body?: object;
}>;

export type Api = Readonly<{ call: <T>(call: ApiCall) => Promise<ApiAnswer<T>> }>;

/** In milliseconds. A machine is waited for as long as it responds, if only that it is busy. */
const usualLimits = { withoutAnswerMs: 60_000, refusedMs: 300_000 };

/**
 * The API with retries, which every call here allows: no answer, 502, 503 and 504 are tried again,
 * and 429 after the time that it names. `say` gets a line when that takes noticeable time.
 */
export const createApi = (
  gateway: string,
  say: (line: string) => void,
  times = usualLimits,
): Api => ({
  call: async <T>(call: ApiCall): Promise<ApiAnswer<T>> => {
    const watch = givingUp(call.path, times);
    for (;;) {
      const answer = await send<T>(gateway, call);
      const delay = answer === null ? 200 : retryDelayMs(answer);
      if (answer !== null && delay === null) return answer;
      watch(answer !== null);
      if ((delay ?? 0) >= 2_000)
        say(`${call.path} is rate limited: waiting ${Math.ceil((delay ?? 0) / 1000)} s`);
      await pause(delay ?? 0);
    }
  },
});

/** Returns a function that takes whether there was an answer, and throws when it took too long. */
const givingUp = (path: string, { withoutAnswerMs, refusedMs }: typeof usualLimits) => {
  const startedAt = performance.now();
  let answeredAt = startedAt;

  return (isAnswered: boolean): void => {
    const now = performance.now();
    if (isAnswered) answeredAt = now;
    if (now - answeredAt > withoutAnswerMs)
      throw new Error(`${path}: no answer for ${withoutAnswerMs / 1000} s`);
    if (now - startedAt > refusedMs) throw new Error(`${path}: refused for ${refusedMs / 1000} s`);
  };
};

/** Fails with the problem document's own words unless the answer has the status. */
export const expectStatus = <T>(answer: ApiAnswer<T>, ...wanted: readonly number[]): T => {
  if (!wanted.includes(answer.status))
    throw new Error(`answered with ${answer.status}: ${JSON.stringify(answer.body)}`);

  return answer.body;
};

const send = async <T>(gateway: string, call: ApiCall): Promise<ApiAnswer<T> | null> => {
  try {
    const answer = await fetch(`${gateway}${call.path}`, {
      method: call.method ?? 'GET',
      headers: headersOf(call),
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(12_000),
    });
    const text = await answer.text();

    return {
      status: answer.status,
      headers: answer.headers,
      body: (text === '' ? null : JSON.parse(text)) as T,
    };
  } catch {
    return null;
  }
};

const headersOf = ({ token, idempotencyKey, body }: ApiCall): Record<string, string> => ({
  ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
});

/** null: the answer counts. */
const retryDelayMs = ({ status, headers }: ApiAnswer<unknown>): number | null => {
  if (![429, 502, 503, 504].includes(status)) return null;
  const seconds = Number(headers.get('retry-after') ?? '0');

  return status === 429 ? Math.max(seconds, 1) * 1000 : Math.max(seconds * 1000, 200);
};
