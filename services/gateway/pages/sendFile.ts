import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Encoding, PageFile } from './pageFiles.js';

/** Sends the file in the best encoding that the client takes, or 304 when the client has it. */
export const sendFile = (
  file: PageFile,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  const encoding = encodingFor(request.headers['accept-encoding'], file);
  // an encoding of its own: a strong validator stands for the same bytes
  const etag = `"${file.hash}${encoding === 'identity' ? '' : `-${encoding}`}"`;
  response.setHeader('ETag', etag);
  appendVary(response, 'Accept-Encoding');
  if (isKnown(request.headers['if-none-match'], etag)) {
    response.writeHead(304).end();

    return;
  }
  const bytes = file.bytes[encoding] ?? file.bytes.identity;
  response.setHeader('Content-Type', file.type);
  if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
  response.setHeader('Content-Length', bytes.length);
  response.end(request.method === 'HEAD' ? undefined : bytes);
};

/** In order of preference, where the client has none. */
const compressed = ['br', 'gzip'] as const;

/** Returns the encoding that an Accept-Encoding prefers among those that the file has. */
export const encodingFor = (accepted: string | undefined, { bytes }: PageFile): Encoding => {
  const weights = weightsOf(accepted ?? '');
  const weightOf = (encoding: Encoding): number => weights.get(encoding) ?? weights.get('*') ?? 0;
  const available = compressed.filter((encoding) => bytes[encoding] !== undefined);
  const [best] = available
    .filter((encoding) => weightOf(encoding) > 0)
    .sort((one, other) => weightOf(other) - weightOf(one));

  return best ?? 'identity';
};

const weightsOf = (accepted: string): ReadonlyMap<string, number> =>
  new Map(
    accepted.split(',').map((entry) => {
      const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((part) => part.startsWith('q='));

      return [name, weight === undefined ? 1 : Number(weight.slice(2)) || 0];
    }),
  );

const isKnown = (given: string | undefined, etag: string): boolean =>
  given?.trim() === '*' ||
  (given ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etag);

/** CORS has its own part in it. */
const appendVary = (response: ServerResponse, name: string): void => {
  const before = response.getHeader('Vary');
  response.setHeader('Vary', before === undefined ? name : `${String(before)}, ${name}`);
};
