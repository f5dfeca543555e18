import type { EventSpec } from './recording.js';
import type { Names } from './names.js';

export type SentEvent = Readonly<{
  id: string;
  metadata: ReadonlyMap<string, string>;
  data: Buffer;
  customMetadata: Buffer;
}>;

/** The event that a recording describes, as it is sent. */
export const toSentEvent = (spec: EventSpec, names: Names): SentEvent => {
  const metadata = new Map([
    ['type', typeOf(spec)],
    ['content-type', isBinary(spec) ? 'application/octet-stream' : 'application/json'],
  ]);
  if (spec.without !== undefined) metadata.delete(spec.without);

  return {
    id: names.idOf(spec.id),
    metadata,
    data: dataOf(spec, names),
    customMetadata: Buffer.from(spec.meta === undefined ? '' : JSON.stringify(spec.meta)),
  };
};

const typeOf = ({ type, link }: EventSpec): string => type ?? (link === undefined ? 'T' : '$>');

const isBinary = ({ ct, link }: EventSpec): boolean => ct === 'bin' || link !== undefined;

const dataOf = ({ id, data, text, size, link }: EventSpec, names: Names): Buffer => {
  if (size !== undefined) return Buffer.alloc(size, 'x');
  if (link !== undefined) return Buffer.from(`${link.rev}@${names.toServer(link.stream)}`);

  return Buffer.from(text ?? JSON.stringify(data ?? { n: id }));
};
