import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Router } from 'express';

/** `web/`, as seen from the sources and from the build. */
const folders = ['../../web/', '../../../web/'].map((path) => new URL(path, import.meta.url));

const files = {
  '/client': ['index.html', 'text/html; charset=utf-8'],
  '/client/client.mjs': ['client.mjs', 'text/javascript; charset=utf-8'],
  '/client/client.css': ['client.css', 'text/css; charset=utf-8'],
} as const;

/**
 * Serves the web client: a page, its script and its style. The page logs in at the place that it
 * comes from, so whoever opens it here is sent to the gateway, where `gatewayUrl` says that is.
 */
export const pageRoutes = (router: Router, gatewayUrl: string | null = null): void => {
  const folder = folders.find((candidate) => existsSync(new URL('index.html', candidate)));
  if (folder === undefined) return;
  for (const [path, [file, type]] of Object.entries(files)) {
    const text = readFileSync(fileURLToPath(new URL(file, folder)));
    router.get(path, ({ headers }, response) => {
      if (gatewayUrl !== null && headers['traceparent'] === undefined) {
        response.redirect(307, new URL(path, gatewayUrl).href);

        return;
      }
      response.setHeader('Content-Type', type);
      response.setHeader('Content-Security-Policy', policy);
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.end(text);
    });
  }
};

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws: wss:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
