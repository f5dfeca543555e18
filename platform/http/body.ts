import type { IncomingMessage } from 'node:http';
import { parseJson } from './json.js';
import { problem, type Problem } from './problem.js';

export const largestBody = 64 * 1024;

/**
 * The JSON body of a request, undefined where there is none. 413 PAYLOAD_TOO_LARGE, 415 UNSUPPORTED_MEDIA_TYPE
 * (anything but JSON in UTF-8 without content coding), 400 for what parseJson refuses.
 */
export const readJson = async (request: IncomingMessage, limit = largestBody): Promise<unknown> => {
  if (!hasBody(request)) return undefined;
  if (declaredLength(request) > limit) throw tooLarge(limit);
  const bytes = await readBytes(request, limit);
  if (bytes.length === 0) return undefined;
  if (!isJson(request))
    throw problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json in UTF-8');

  return parseJson(bytes);
};

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

export const declaredLength = ({ headers }: IncomingMessage): number =>
  Number(headers['content-length'] ?? 0);

// The rest of the body is not read: the connection cannot serve another request.
export const tooLarge = (limit: number): Problem =>
  problem(413, 'PAYLOAD_TOO_LARGE', `The body has more than ${limit} bytes`, {
    headers: { Connection: 'close' },
  });

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

const isJson = ({ headers }: IncomingMessage): boolean =>
  jsonType.test(headers['content-type'] ?? '') &&
  (headers['content-encoding'] ?? 'identity') === 'identity';

const readBytes = (request: IncomingMessage, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) {
        request.pause();
        reject(tooLarge(limit));
      } else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () =>
      reject(problem(400, 'BODY_INCOMPLETE', 'The connection ended within the body')),
    );
  });
