/** An option of a connection string, spelled and encoded as the client wants it. */
export type ClientOption = Readonly<{ name: string; value: string; isHeeded: boolean }>;

/** The message completes the sentence "VARIABLE …". */
const refuse = (message: string): never => {
  throw new Error(message);
};

type Convert = (name: string, value: string) => string;

const asBoolean: Convert = (name, value) =>
  ['true', 'false'].includes(value) ? value : refuse(`has ${name}, which must be true or false`);

const asInteger: Convert = (name, value) => {
  const number = parseInt(value);

  return Number.isNaN(number) ? refuse(`has ${name}, which must be a whole number`) : `${number}`;
};

const asText: Convert = (name, value) => {
  try {
    return encodeURIComponent(decodeURIComponent(value));
  } catch {
    return refuse(`has ${name} with a % that is not percent-encoded (%25)`);
  }
};

const preferences = ['leader', 'follower', 'read_only_replica', 'random'];

const asPreference: Convert = (name, value) =>
  preferences.find((preference) => flat(preference) === flat(value)) ??
  refuse(`has ${name}, which must be one of ${preferences.join(', ')}`);

const converters: Readonly<Record<string, Convert>> = {
  tls: asBoolean,
  throwOnAppendFailure: asBoolean,
  dnsDiscover: asBoolean,
  tlsVerifyCert: asBoolean,
  maxDiscoverAttempts: asInteger,
  discoveryInterval: asInteger,
  gossipTimeout: asInteger,
  defaultDeadline: asInteger,
  keepAliveInterval: asInteger,
  keepAliveTimeout: asInteger,
  nodePreference: asPreference,
  connectionName: asText,
  tlsCAFile: asText,
  userCertFile: asText,
  userKeyFile: asText,
};

/** The client reads names in any case, with dashes and underscores. */
const flat = (name: string): string => name.trim().toLowerCase().replace(/[_-]/g, '');

/** Reads one `key=value`. Throws when it is none, or when the client would refuse the value. */
export const describeOption = (text: string): ClientOption => {
  const [, key, raw] = /^([^=]+)=([^?]+)$/.exec(text) ?? [];
  if (key === undefined || raw === undefined)
    return refuse('must have its options as ?key=value&key=value');
  const name = Object.keys(converters).find((known) => flat(known) === flat(key));
  if (name === undefined) return { name: key.trim(), value: '', isHeeded: false };
  const value = converters[name]?.(name, raw.trim()) ?? '';

  // the client warns that it verifies certificates all the same
  return { name, value, isHeeded: name !== 'tlsVerifyCert' };
};
