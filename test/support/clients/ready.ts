import { type HttpReply, call } from './http.js';

/**
 * Whether `/ready` says that the service serves and that everything it uses is there, be it needed
 * or not.
 */
export const isWhole = ({ status, body }: HttpReply): boolean =>
  status === 200 && Object.values(body['dependencies'] ?? {}).every((state) => state === 'ok');

/**
 * As `isWhole`, where topics are shared with other tests: some of their messages are meant to be
 * beyond handling, and wait in quarantine.
 */
export const isWholeBesideOthers = ({ status, body }: HttpReply): boolean => {
  const reasons = (body['reasons'] ?? {}) as Readonly<Record<string, string>>;

  return (
    status === 200 &&
    Object.entries(body['dependencies'] ?? {}).every(
      ([name, state]) => state === 'ok' || reasons[name]?.endsWith('wait in quarantine'),
    )
  );
};

export const askReady = (url: string): Promise<HttpReply> => call(`${url}/ready`);
