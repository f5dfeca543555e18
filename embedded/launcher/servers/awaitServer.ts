import { pause } from '../../../platform/concurrency/index.js';
import { shownAddress } from '../../../platform/config/index.js';
import { errorText, FinalError } from '../../../platform/process/index.js';
import { hostsOf, unreachable } from './hosts.js';
import { probes } from './probes.js';
import type { Report } from '../report.js';
import type { InfrastructureName } from '../layout.js';

/** In milliseconds. */
const times = { pauseMs: 500, progressMs: 10_000, stuckAfterMs: 300_000 };

type Deps = Readonly<{
  title: string;
  env: NodeJS.ProcessEnv;
  report: Report;
  signal: AbortSignal;
}>;

/**
 * Resolves when a server of one's own can be used. While it cannot, the reason is shown at once,
 * again when it changes, and every ten seconds. Rejects when waiting would not help, and when there
 * was no new reason for five minutes.
 */
export const awaitServer = async (
  name: InfrastructureName,
  address: string,
  { title, env, report, signal }: Deps,
): Promise<void> => {
  const shown = shownAddress(address);
  const startedAt = performance.now();
  const seen = new Set<string>();
  let last = { reason: '', shownAtMs: 0 };
  let changedAtMs = 0;
  for (;;) {
    const reason = await reasonAgainst(name, address, env);
    if (reason === null) return;
    signal.throwIfAborted();
    if (reason instanceof FinalError) throw refusal(`${title}: ${shown}`, reason);
    const waitedMs = performance.now() - startedAt;
    if (!seen.has(reason)) changedAtMs = waitedMs;
    seen.add(reason);
    if (waitedMs - changedAtMs > times.stuckAfterMs)
      throw new Error(`${title}: ${shown} is not there after ${seconds(waitedMs)}: ${reason}`);
    if (reason !== last.reason || waitedMs - last.shownAtMs > times.progressMs) {
      report.part(title, `${shown}: ${reason}; waiting${since(waitedMs)}`);
      last = { reason, shownAtMs: waitedMs };
    }
    await pause(times.pauseMs, signal);
  }
};

/** Null when the server can be used. */
const reasonAgainst = async (
  name: InfrastructureName,
  address: string,
  env: NodeJS.ProcessEnv,
): Promise<string | FinalError | null> => {
  const hosts = await Promise.all(hostsOf(name, address).map(unreachable));
  if (hosts.length > 0 && !hosts.includes(null)) return hosts.join(', ');
  try {
    await probes[name](address, env);

    return null;
  } catch (error) {
    if (error instanceof FinalError) return error;

    return errorText(error);
  }
};

/** The event store's own report names the address already. */
const refusal = (server: string, reason: FinalError): Error =>
  reason.message.includes('event store')
    ? reason
    : new Error(`${server} refuses: ${reason.message}`);

const since = (waitedMs: number): string =>
  waitedMs < times.pauseMs ? '' : `, for ${seconds(waitedMs)} so far`;

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
