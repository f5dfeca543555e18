import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadGatewayConfig } from '../../../services/gateway/config.js';
import type { InProcessUpstreams } from '../../../services/gateway/upstreams/dispatch.js';
import { startGateway } from '../../../services/gateway/service.js';
import {
  register,
  startAuthForTest,
  textOf,
  untilReady,
  type AuthUnderTest,
} from '../auth/authFixture.js';

/** A small real server behind the gateway; it keeps the requests that reached it. */
export type UpstreamUnderTest = Readonly<{
  url: string;
  server: Server;
  seen: IncomingMessage[];
  /** The listener at the URL. */
  handler: RequestListener;
  /** Sets its listener, which is an echo at first. */
  respondWith: (listener: RequestListener) => void;
  stop: () => Promise<void>;
}>;

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers } = request;
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
  });
};

export const startUpstream = async (): Promise<UpstreamUnderTest> => {
  let listener = echo;
  const seen: IncomingMessage[] = [];
  const handler: RequestListener = (request, response) => {
    seen.push(request);
    listener(request, response);
  };
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    seen,
    handler,
    respondWith: (next) => {
      listener = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export type GatewayUnderTest = Readonly<{
  url: string;
  port: number;
  auth: AuthUnderTest;
  upstream: UpstreamUnderTest;
  /** An access token of somebody new. */
  newToken: () => Promise<string>;
  stop: () => Promise<void>;
}>;

const noLimits = {
  RATE_LIMIT_LOGIN: 'off',
  RATE_LIMIT_REGISTER: 'off',
  RATE_LIMIT_ORDERS: 'off',
  RATE_LIMIT_RESERVE: 'off',
  RATE_LIMIT_PAYMENTS: 'off',
  RATE_LIMIT_DEFAULT: 'off',
};

type Behind = Readonly<{
  auth: AuthUnderTest;
  upstream: UpstreamUnderTest;
  inProcess?: InProcessUpstreams;
}>;

/** A gateway in front of a real auth; inventory, orders and notifier are one small server. */
export const startGatewayForTest = async (
  env: NodeJS.ProcessEnv = {},
): Promise<GatewayUnderTest> => {
  const [auth, upstream] = await Promise.all([startAuthForTest(), startUpstream()]);
  const gateway = await startGatewayBefore({ auth, upstream }, env);

  return {
    ...gateway,
    stop: async () => {
      await gateway.stop();
      await Promise.all([auth.stop(), upstream.stop()]);
    },
  };
};

/** One more gateway in front of the same. */
export const startGatewayBefore = async (
  { auth, upstream, inProcess }: Behind,
  env: NodeJS.ProcessEnv = {},
): Promise<GatewayUnderTest> => {
  const config = loadGatewayConfig({
    ...noLimits,
    GATEWAY_PORT: '0',
    LOG_LEVEL: 'silent',
    DATABASE_URL: auth.config.databaseUrl,
    AUTH_URL: auth.url,
    INVENTORY_URL: upstream.url,
    ORDERS_URL: upstream.url,
    NOTIFIER_URL: upstream.url,
    ...env,
  });
  const { url, stop } = await startGateway(config, inProcess);
  if (url === null) throw new Error('the gateway has no address');
  await untilReady(url);

  return {
    url,
    port: Number(new URL(url).port),
    auth,
    upstream,
    newToken: async () => textOf(await register(auth.url), 'accessToken'),
    stop,
  };
};
