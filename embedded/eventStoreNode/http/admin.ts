import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type BackgroundScavenges } from '../store/scavenge/background.js';

const path = '/admin/scavenge';

/** `POST /admin/scavenge`, and how far it is under `GET /admin/scavenge/current`. */
export const answerAdmin = (
  scavenges: BackgroundScavenges,
  { method, url }: IncomingMessage,
  response: ServerResponse,
): void => {
  const [wanted = ''] = (url ?? '').split('?');
  if (method === 'POST' && wanted === path) {
    send(response, { scavengeId: scavenges.start().id });
  } else if (method === 'GET' && wanted === `${path}/current`) {
    const { id, ...state } = scavenges.state();
    send(response, { scavengeId: id, ...state });
  } else {
    response.writeHead(501).end();
  }
};

export const isAdmin = (url: string | undefined): boolean => url?.startsWith('/admin/') === true;

const send = (response: ServerResponse, body: object): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
