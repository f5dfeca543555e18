import { readText } from '../../architecture/repository.js';

const services = [
  'gateway',
  'auth',
  'inventory',
  'orders',
  'notifier',
  'projector',
  'bridge',
  'operations',
];

/** Of every service: the variable of its port, and the port without it, as it reads them. */
export const portsInConfigurations = (): Record<string, number> =>
  Object.fromEntries(
    services.map((service) => {
      const config = readText(`services/${service}/config.ts`);
      const [, variable = '', port = ''] = /portVariable\('(\w+)', (\d+)\)/.exec(config) ?? [];

      return [variable, Number(port)];
    }),
  );
