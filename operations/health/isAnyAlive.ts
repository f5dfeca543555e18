import { request } from 'node:http';

/** Of every service: the variable of its port, and the port without it. */
export const servicePorts = {
  GATEWAY_PORT: 3000,
  AUTH_PORT: 3001,
  INVENTORY_PORT: 3002,
  ORDERS_PORT: 3003,
  NOTIFIER_PORT: 3004,
  PROJECTOR_PORT: 3005,
  BRIDGE_PORT: 3006,
  OPERATIONS_PORT: 3007,
} as const;

const timeoutMs = 2_000;

/** Whether what listens there says that it lives. */
const isAlive = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const asked = request({ host, port, path: '/health', timeout: timeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });

/**
 * Whether a service of this machine or container lives, whichever it is: the image is the same for
 * all of them, and one runs.
 */
export const isAnyAlive = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
  const listens = env['HOST'] ?? '127.0.0.1';
  const host = listens === '0.0.0.0' || listens === '::' ? '127.0.0.1' : listens;
  const checks = Object.entries(servicePorts).map(([variable, port]) =>
    isAlive(host, Number(env[variable] ?? port)),
  );

  return (await Promise.all(checks)).includes(true);
};
