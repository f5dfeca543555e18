import { randomUUID } from 'node:crypto';
import { noStream } from './expectedRevision.js';
import { type AppendRequest } from './streamWriter.js';
import { parseUuid } from '../uuid.js';

/** What a new store writes about itself before anybody else does: `$all` is never empty. */
export const firstEvents = (): AppendRequest[] => [
  systemEvent('$epoch-information', '$EpochInformation', { EpochNumber: 0 }),
  systemEvent('$$$scavenges', '$metadata', { $maxCount: 1000 }),
  systemEvent('$$$stats', '$metadata', { $maxAge: 86_400 }),
];

const systemEvent = (stream: string, type: string, data: object): AppendRequest => {
  const event = {
    id: parseUuid(randomUUID()),
    type,
    isJson: true,
    data: Buffer.from(JSON.stringify(data)),
    metadata: new Uint8Array(),
  };

  return { stream, expected: noStream, events: [event] };
};
