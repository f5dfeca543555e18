import { type HttpReply, call } from './http.js';

/**
 * Whether `/ready` says that the service serves and that everything it uses is there, be it needed
 * or not.
 */
export const isWhole = ({ status, body }: HttpReply): boolean =>
  status === 200 && Object.values(body['dependencies'] ?? {}).every((state) => state === 'ok');

export const askReady = (url: string): Promise<HttpReply> => call(`${url}/ready`);
