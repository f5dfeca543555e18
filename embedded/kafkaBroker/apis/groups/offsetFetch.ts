import { codeOf } from '../../protocol/errorCodes.js';
import type { Writer } from '../../protocol/writer.js';
import type { Committed, CommittedOffsets } from '../../storage/committedOffsets.js';
import { type KafkaApi, type KafkaRequest, noThrottle } from '../api.js';
import { distinct } from '../entries.js';

const noOffset: Committed = { offset: -1, metadata: '' };

type Wanted = Readonly<{ topic: string; partitions: readonly number[] }>;
type GroupRequest = Readonly<{ groupId: string; topics: readonly Wanted[] }>;
type Response = Readonly<{ version: number; offsets: CommittedOffsets }>;

/** From this version on a request may be about several groups. */
const severalFrom = 8;

export const offsetFetch: KafkaApi = {
  key: 9,
  versions: [1, 9],
  flexibleFrom: 6,
  serve: (request, { groups: { offsets } }) => {
    const { version } = request;
    const groups = readGroups(request, offsets);

    return (out) => {
      if (version >= 3) out.int32(noThrottle);
      if (version < severalFrom)
        for (const group of groups) write(out, { version, offsets }, group);
      else
        out.array(groups, (group) => {
          out.string(group.groupId);
          write(out, { version, offsets }, group).tags();
        });
      out.tags();
    };
  },
};

const readGroups = (request: KafkaRequest, offsets: CommittedOffsets): GroupRequest[] => {
  const { version, body } = request;
  const readGroup = () => {
    const groupId = body.string();
    if (version >= 9) {
      body.nullableString(); // member id, and its epoch in the newer protocol of groups
      body.int32();
    }
    const named = body.nullableStructures(() => ({
      topic: body.string(),
      partitions: body.array(body.int32),
    }));

    return { groupId, topics: named };
  };

  const groups = version >= severalFrom ? body.structures(readGroup) : [readGroup()];

  return distinct(groups, ({ groupId }) => groupId).map(({ groupId, topics }) => ({
    groupId,
    topics: topics ?? allCommitted(offsets, groupId),
  }));
};

const write = (out: Writer, { version, offsets }: Response, { groupId, topics }: GroupRequest) => {
  out.array(topics, ({ topic, partitions }) =>
    out
      .string(topic)
      .array(partitions, (partition) => {
        const found = offsets.find(groupId, { topic, partition }) ?? noOffset;
        out.int32(partition).int64(found.offset);
        if (version >= 5) out.int32(found.leaderEpoch ?? -1);
        out.string(found.metadata).int16(codeOf('NONE')).tags();
      })
      .tags(),
  );

  return version >= 2 ? out.int16(codeOf('NONE')) : out;
};

const allCommitted = (offsets: CommittedOffsets, groupId: string): readonly Wanted[] => {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of offsets.all(groupId)) {
    const partitions = topics.get(topic) ?? [];
    topics.set(topic, partitions);
    partitions.push(partition);
  }

  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
};
