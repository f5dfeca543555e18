import { eventStoreUrl } from '../../platform/config/index.js';
import { streamsPageOf } from './report.js';
import { inherited } from '../environment/inherited.js';
import type { Admin } from './catalogue.js';
import type { Secrets } from '../../operations/dataFolder.js';
import { signingVariables } from '../../operations/signingVariables.js';
import {
  type Addresses,
  infrastructure,
  type ServiceName,
  serviceNames,
  services,
} from './layout.js';

export type ServiceUrls = Readonly<Record<ServiceName, string>>;

/** Where the launcher's own requests reach the services. */
export const urlsOf = (ports: Readonly<Record<ServiceName, number>>, host: string): ServiceUrls => {
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const entries = serviceNames.map((name) => [name, `http://${reached}:${ports[name]}`] as const);

  return Object.fromEntries(entries) as ServiceUrls;
};

/** Throws a sentence for the user when one of the two variables is set alone. */
export const adminOf = (env: NodeJS.ProcessEnv, secrets: Secrets): Admin => {
  const email = env['ADMIN_EMAIL'];
  const password = env['ADMIN_PASSWORD'];
  if (email !== undefined && password !== undefined) return { email, password };
  if (email !== undefined || password !== undefined)
    throw new Error('Set ADMIN_EMAIL and ADMIN_PASSWORD both, or neither');

  return { email: 'admin@quicksale.local', password: secrets.adminPassword };
};

export type ServiceSetting = Readonly<{
  env: NodeJS.ProcessEnv;
  ports: Readonly<Record<ServiceName, number>>;
  urls: ServiceUrls;
  addresses: Addresses;
  admin: Admin;
  secrets: Secrets;
}>;

/** The variables of a process with these services, on top of what the launcher was given. */
export const serviceEnvironment = (
  setting: ServiceSetting,
  members: readonly ServiceName[],
): NodeJS.ProcessEnv => {
  const { env, ports, urls, addresses, admin, secrets } = setting;

  return {
    ...passedOn(env),
    ...Object.fromEntries(serviceNames.map((name) => [services[name].variable, `${ports[name]}`])),
    ...Object.fromEntries(serviceNames.map((name) => [`${name.toUpperCase()}_URL`, urls[name]])),
    ...addressVariables(addresses),
    ...(members.includes('gateway')
      ? { STREAMS_URL: streamsPageOf(addresses.eventStore ?? '') }
      : {}),
    ...(members.includes('orders') ? paymentVariables(env) : {}),
    ...(members.includes('auth') ? authVariables(env, secrets, admin) : {}),
  };
};

/** A shop that is tried out has no payment provider. */
const paymentVariables = (env: NodeJS.ProcessEnv): Record<string, string> =>
  (env['PAYMENTS'] ?? '') !== '' || env['NODE_ENV']?.trim() === 'production'
    ? {}
    : { PAYMENTS: 'simulated' };

/** Only the process that signs gets to see the keys. */
const authVariables = (
  env: NodeJS.ProcessEnv,
  secrets: Secrets,
  admin: Admin,
): Record<string, string> => ({
  ...signingVariables(env, secrets),
  ADMIN_EMAIL: admin.email,
  ADMIN_PASSWORD: admin.password,
});

const addressVariables = (addresses: Addresses): Record<string, string> =>
  Object.fromEntries(
    Object.entries(infrastructure).flatMap(([name, { external }]) => {
      const address = addresses[name as keyof Addresses];

      return address === null ? [] : [[external, address]];
    }),
  );

/**
 * Without what libraries would read, and without the second name of an address that is passed on
 * by its first.
 */
export const passedOn = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(inherited(env)).filter(([name]) => name !== eventStoreUrl.alias),
  );
