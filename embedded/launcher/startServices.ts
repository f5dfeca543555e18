import { adminOf, serviceEnvironment, type ServiceUrls, urlsOf } from './environment.js';
import {
  type Addresses,
  fewProcesses,
  onEveryClick,
  oneProcessEach,
  type ServiceName,
  serviceNames,
} from './layout.js';
import type { Run } from './preparation.js';
import { untilReady, untilSettled } from './readiness.js';

/**
 * V8 lets a small heap grow to about four times of what lives in it before it cleans up; here to
 * half as much again, with a young generation of half the usual size, and the C library keeps two
 * arenas instead of sixteen. After 25 000 orders all services together hold 260 MB instead of 590,
 * for a tenth of their CPU time.
 */
const smallHeap = {
  nodeOptions: ['--heap-growing-percent=50', '--max-semi-space-size=8'],
  env: { MALLOC_ARENA_MAX: '2' },
};

/** Resolves when every service is ready; rejects with what one of them said last. */
export const startServices = async (run: Run, addresses: Addresses): Promise<ServiceUrls> => {
  const { options, ports, secrets, children, progress, signal } = run;
  const { env, report, processes } = options;
  const urls = urlsOf(ports, env['HOST'] ?? '127.0.0.1');
  const admin = adminOf(env, secrets);
  const setting = { env, ports, urls, addresses, admin, secrets };
  const layout = Object.entries(processes ? oneProcessEach : fewProcesses);
  await Promise.all(
    layout.map(([name, members]) =>
      children.services.start({
        name,
        module: moduleOf(members),
        args: members,
        nodeOptions: smallHeap.nodeOptions,
        env: { ...smallHeap.env, ...serviceEnvironment(setting, members) },
        ...(members.some((member) => onEveryClick.includes(member))
          ? {}
          : {
              untilLowPriority: () =>
                untilSettled(
                  members.map((member) => urls[member]),
                  signal,
                ),
            }),
      }),
    ),
  );
  await Promise.all(
    serviceNames.map(async (name) => {
      const reasons = await untilReady(name, urls[name], { progress, signal });
      const { projection, ...others } = reasons;
      report.part(
        name,
        projection === undefined ? `ready on ${ports[name]}` : `${halted}: ${projection}`,
      );
      for (const [what, reason] of Object.entries(others)) report.part(name, `${what}: ${reason}`);
    }),
  );

  return urls;
};

const halted = 'halted, no order is decided (docs/operations/projector-halts.md)';

/** A service alone runs by its own `main`, as it does in production. */
const moduleOf = (members: readonly ServiceName[]): URL =>
  members.length === 1 && members[0] !== undefined
    ? new URL(`../../services/${members[0]}/main.js`, import.meta.url)
    : new URL('../supervisor/group.js', import.meta.url);
