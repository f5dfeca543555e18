import { noStream } from './expectedRevision.js';
import { ownEvent } from './newRecords.js';
import { type AppendRequest } from './streamWriter.js';

/** What a new store writes about itself before anybody else does: `$all` is never empty. */
export const firstEvents = (): AppendRequest[] => [
  systemEvent('$epoch-information', '$EpochInformation', { EpochNumber: 0 }),
  systemEvent('$$$scavenges', '$metadata', { $maxCount: 1000 }),
  systemEvent('$$$stats', '$metadata', { $maxAge: 86_400 }),
];

const systemEvent = (stream: string, type: string, data: object): AppendRequest => ({
  stream,
  expected: noStream,
  events: [ownEvent(type, Buffer.from(JSON.stringify(data)))],
});
