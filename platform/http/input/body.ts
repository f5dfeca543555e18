import type { IncomingMessage } from 'node:http';
import { parseJson } from './json.js';
import { problem, type Problem } from '../output/problem.js';

const largestBody = 64 * 1024;

/**
 * Returns the JSON body of a request, undefined without one. Throws 413 PAYLOAD_TOO_LARGE, 415
 * UNSUPPORTED_MEDIA_TYPE (anything but JSON in UTF-8 without content coding), 400 for what
 * parseJson refuses.
 */
export const readJson = async (request: IncomingMessage, limit = largestBody): Promise<unknown> => {
  if (!hasBody(request)) return undefined;
  const bytes = await readBody(request, limit);
  if (bytes.length === 0) return undefined;
  requireJson(request);
  request.bodyBytes = bytes;

  return parseJson(bytes);
};

/** Returns the bytes of the JSON that was read, as they came: what a signature is about. */
export const signedBodyOf = ({ bodyBytes }: IncomingMessage): Buffer =>
  bodyBytes ?? Buffer.alloc(0);

/** Throws 415 UNSUPPORTED_MEDIA_TYPE where the header says that the body is anything else. */
export const requireJson = (request: IncomingMessage): void => {
  if (!isJson(request))
    throw problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json in UTF-8');
};

/**
 * Returns the bytes of a body. Throws 413 PAYLOAD_TOO_LARGE beyond `limit` bytes, 400
 * BODY_INCOMPLETE.
 */
export const readBody = async (request: IncomingMessage, limit = largestBody): Promise<Buffer> => {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(request, limit);

  return readBytes(request, limit);
};

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * The rest is read and dropped, so that the client gets to see the response; then the connection
 * ends.
 */
const tooLarge = (request: IncomingMessage, limit: number): Problem => {
  request.removeAllListeners('data').resume();

  return problem(413, 'PAYLOAD_TOO_LARGE', `The body has more than ${limit} bytes`, {
    headers: { Connection: 'close' },
  });
};

/** Parameters may be empty: some clients end the header with a semicolon. */
const isJson = ({ headers }: IncomingMessage): boolean => {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';');

  return (
    /^application\/(?:[\w.-]+\+)?json$/i.test(type.trim()) &&
    parameters.every(isHarmless) &&
    (headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity'
  );
};

/** JSON has no parameters, so that none changes what it means, unless it names another charset. */
const isHarmless = (parameter: string): boolean =>
  !/^\s*charset\s*=/i.test(parameter) || /^\s*charset="?utf-?8"?\s*$/i.test(parameter);

const readBytes = (request: IncomingMessage, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) reject(tooLarge(request, limit));
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => {
      if (!request.readableEnded)
        reject(problem(400, 'BODY_INCOMPLETE', 'The connection ended within the body'));
    });
  });
