import helmet from 'helmet';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** What helmet would set on an API's answer. It is the same for every request, so it is asked once. */
export const securityHeaders = (): readonly (readonly [string, string])[] => {
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
