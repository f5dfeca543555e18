import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeCommand } from '../../platform/process/index.js';
import { pidsOf } from './processes.js';

type Start = Readonly<{
  env: NodeJS.ProcessEnv;
  args: readonly string[];
  /** Where the gateway will be. */
  gateway: string;
  token: string;
  productId: string;
}>;

/**
 * In seconds since the launcher was started: until an order was taken, and until it was decided.
 */
export type Restarted = Readonly<{ taken: number; decided: number }>;

const lookEveryMs = 20;

/** Starts all of it on a folder, buys as soon as that works, and kills all of it. */
export const restarted = async (start: Start): Promise<Restarted> => {
  const { command, args } = nodeCommand(
    new URL('../../embedded/commands/start.js', import.meta.url),
  );
  const begun = performance.now();
  const launcher = spawn(command, [...args, ...start.args], { env: start.env, stdio: 'ignore' });
  const seconds = (): number => (performance.now() - begun) / 1000;
  try {
    const orderId = await firstOrder(start);
    const taken = seconds();
    while ((await statusOf(start, orderId)) === 'PENDING') await sleep(lookEveryMs);

    return { taken, decided: seconds() };
  } finally {
    for (const pid of pidsOf(launcher.pid ?? 0)) killQuietly(pid);
    if (launcher.exitCode === null && launcher.signalCode === null) await once(launcher, 'exit');
  }
};

const firstOrder = async ({ gateway, token, productId }: Start): Promise<string> => {
  const headers = { ...authorized(token), 'idempotency-key': randomUUID() };
  const body = JSON.stringify({ items: [{ productId, quantity: 1 }] });
  for (;;) {
    const url = `${gateway}/api/orders`;
    const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
    const text = (await answer?.text().catch(() => '')) ?? '';
    if (answer?.status === 201) return (JSON.parse(text) as { order: { id: string } }).order.id;
    if (answer !== null && answer.status < 500) throw new Error(`${answer.status} ${text}`);
    await sleep(lookEveryMs);
  }
};

const statusOf = async ({ gateway, token }: Start, orderId: string): Promise<string> => {
  const headers = authorized(token);
  const answer = await fetch(`${gateway}/api/orders/${orderId}`, { headers });
  const order = (await answer.json()) as { status?: unknown };

  return answer.ok ? String(order.status) : 'PENDING';
};

const authorized = (token: string) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
});

const killQuietly = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended with another one
  }
};
