import { serviceNames } from '../../../embedded/launcher/layout.js';
import { readText } from '../../architecture/repository.js';

/** Of every service: the variable of its port, and the port without it, as it reads them. */
export const portsInConfigurations = (): Record<string, number> =>
  Object.fromEntries(
    serviceNames.map((service) => {
      const config = readText(`services/${service}/config.ts`);
      const [, variable = '', port = ''] = /portVariable\('(\w+)', (\d+)\)/.exec(config) ?? [];

      return [variable, Number(port)];
    }),
  );
