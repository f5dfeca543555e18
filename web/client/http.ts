import type { Clock } from './clock.js';
import { ApiProblem } from './problem.js';

export type HttpRequest = Readonly<{
  method: string;
  /** With its query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: unknown;
  signal?: AbortSignal;
}>;

export type HttpReply = Readonly<{ status: number; headers: Headers; body: unknown }>;

/** Sends one request. Rejects with ApiProblem for everything but a success or 304. */
export type SendRequest = (request: HttpRequest) => Promise<HttpReply>;

type Deps = Readonly<{ origin: string; clock: Clock }>;

const timeoutMs = 15_000;

export const createSend =
  ({ origin, clock }: Deps): SendRequest =>
  async (request) => {
    const sentAt = performance.now();
    const response = await fetch(origin + request.path, initOf(request)).catch((error: unknown) => {
      if (request.signal?.aborted === true) throw error;
      throw new ApiProblem(0, { detail: 'The server cannot be reached' });
    });
    const { status, headers } = response;
    clock.observe({ date: headers.get('date'), sentAt, receivedAt: performance.now() });
    const body = await bodyOf(response);
    if (!response.ok && status !== 304)
      throw new ApiProblem(status, body ?? {}, retryAfterMsOf(headers));

    return { status, headers, body };
  };

const initOf = ({ method, headers, body, signal }: HttpRequest): RequestInit => ({
  method,
  credentials: 'same-origin',
  cache: 'no-store',
  headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
  signal: AbortSignal.any([
    AbortSignal.timeout(timeoutMs),
    ...(signal === undefined ? [] : [signal]),
  ]),
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

/** A response that breaks off is none. */
const bodyOf = async (response: Response): Promise<unknown> => {
  const text = await response.text().catch(() => {
    throw new ApiProblem(0, { detail: 'The response broke off' });
  });
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
};

const retryAfterMsOf = (headers: Headers): number =>
  (Number(headers.get('retry-after') ?? '0') || 0) * 1000;
