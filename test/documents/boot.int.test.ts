import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { nodeCommand } from '../../platform/process/index.js';

type End = Readonly<{ code: number | null; output: string; errors: string }>;

/** Starts a service's process with nothing but these variables, and waits for its end. */
const boot = (service: string, env: Readonly<Record<string, string>>): Promise<End> => {
  const module = new URL(`../../services/${service}/main.ts`, import.meta.url);
  const { command, args } = nodeCommand(module);
  const child = spawn(command, args, { env: { PATH: process.env['PATH'], ...env } });
  const deadline = setTimeout(() => child.kill('SIGKILL'), 40_000);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));

  return new Promise((resolve) =>
    child.once('close', (code) => {
      clearTimeout(deadline);
      resolve({ code, output, errors });
    }),
  );
};

const reasons: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  gateway: { ORDERS_URL: 'http://orders.example:3003', RATE_LIMIT_LOGIN: 'off' },
  auth: { AUTH_SIGNING_KEY: 'canary-changeme', ADMIN_PASSWORD: 'admin123' },
  inventory: { EVENTSTORE_URL: 'esdb://es.example:2113?tls=false', REDIS_URL: 'redis://r.example' },
  orders: { EVENTSTORE_URL: 'esdb://admin:changeit@es.example:2113' },
  notifier: { KAFKA_BROKERS: 'k1.example' },
  projector: { DATABASE_URL: 'postgres://db.example/quicksale' },
  operations: { PROMETHEUS_URL: 'prometheus.example' },
  bridge: { DATABASE_URL: 'postgres://quicksale:quicksale@127.0.0.1/quicksale' },
};

describe('production start-up: a process', () => {
  for (const [service, wrong] of Object.entries(reasons))
    it(`S1, S2, S11: ${service} ends with exit code 1 and names ${Object.keys(wrong).join(' and ')}`, async () => {
      const { code, output, errors } = await boot(service, {
        NODE_ENV: 'production',
        DATABASE_URL: 'postgres://own:hV7r2Kx9@127.0.0.1:1/quicksale',
        ...wrong,
      });

      expect(code).to.equal(1);
      expect(output).to.not.contain('"ready":true');
      for (const [name, value] of Object.entries(wrong)) {
        expect(errors).to.contain(`${name} `);
        if (value.length > 6) expect(errors).to.not.contain(value);
      }
      expect(errors.trim().split('\n'), errors).to.have.length(1);
    });
});
