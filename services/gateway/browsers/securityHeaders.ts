import helmet from 'helmet';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Header } from '../../../platform/http/index.js';

/**
 * Returns what helmet sets on the response of an API: the same for every request, so it is made
 * once.
 */
export const securityHeaders = (): readonly Header[] => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
  });
  protect(response.req, response, () => undefined);

  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
};
