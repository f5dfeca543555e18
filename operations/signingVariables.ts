import type { Secrets } from './dataFolder.js';

/** What signs tokens: of the environment, else of the data folder. */
export const signingVariables = (
  env: NodeJS.ProcessEnv,
  secrets: Secrets | null,
): Readonly<Record<string, string>> => ({
  ...(secrets !== null && {
    AUTH_SIGNING_KEY: secrets.signingKey,
    REFRESH_TOKEN_SECRET: secrets.refreshTokenSecret,
  }),
  ...given('AUTH_SIGNING_KEY', env['AUTH_SIGNING_KEY']),
  ...given('REFRESH_TOKEN_SECRET', env['REFRESH_TOKEN_SECRET']),
});

const given = (name: string, value: string | undefined): Readonly<Record<string, string>> =>
  value === undefined ? {} : { [name]: value };
