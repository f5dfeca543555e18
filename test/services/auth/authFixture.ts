import { call, type HttpReply } from '../../support/clients/http.js';
import { freshDatabase } from '../../support/servers/postgres.js';
import { loadAuthConfig, type AuthConfig } from '../../../services/auth/config.js';
import { startAuth } from '../../../services/auth/service.js';
import { generateSigningKey } from '../../../services/auth/signingKeys/signingKey.js';

export type AuthUnderTest = Readonly<{
  url: string;
  config: AuthConfig;
  stop: () => Promise<void>;
}>;

const signingKeyPem = generateSigningKey();

/** Auth on a database of its own, ready to sign people in. */
export const startAuthForTest = async (env: NodeJS.ProcessEnv = {}): Promise<AuthUnderTest> => {
  const config = loadAuthConfig({
    AUTH_PORT: '0',
    DATABASE_URL: env['DATABASE_URL'] ?? (await freshDatabase()),
    AUTH_SIGNING_KEY: signingKeyPem,
    REFRESH_TOKEN_SECRET: 'a-secret-that-only-this-suite-of-tests-uses',
    BCRYPT_COST: '4',
    LOG_LEVEL: 'silent',
    ...env,
  });
  const { url, stop } = await startAuth(config);
  if (url === null) throw new Error('auth has no address');
  await untilReady(url);

  return { url, config, stop };
};

export const untilReady = async (url: string): Promise<void> => {
  for (let attempt = 0; attempt < 800; attempt += 1) {
    if ((await call(`${url}/ready`)).status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${url} does not become ready`);
};

let people = 0;

/** Somebody new; `answer.body` has the tokens. */
export const register = async (
  url: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<HttpReply & Readonly<{ email: string; password: string }>> => {
  people += 1;
  const body = { email: `person${people}@example.org`, password: 'correct horse', ...details };
  const answer = await call(`${url}/api/auth/register`, { body });

  return { ...answer, email: body.email, password: body.password };
};

export const textOf = (answer: HttpReply, field: string): string => String(answer.body[field]);
