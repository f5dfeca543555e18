import { codeOf } from '../../protocol/errorCodes.js';
import type { Committed, CommittedOffsets } from '../../storage/committedOffsets.js';
import { type KafkaApi, noThrottle } from '../api.js';

const noOffset: Committed = { offset: -1, metadata: '' };

type Wanted = readonly Readonly<{ topic: string; partitions: readonly number[] }>[];

export const offsetFetch: KafkaApi = {
  key: 9,
  versions: [1, 4],
  serve: ({ version, body }, { groups: { offsets } }) => {
    const groupId = body.string();
    const named = body.nullableArray(() => ({
      topic: body.string(),
      partitions: body.array(body.int32),
    }));
    const wanted = named ?? allCommitted(offsets, groupId);

    return (out) => {
      if (version >= 3) out.int32(noThrottle);
      out.array(wanted, ({ topic, partitions }) =>
        out.string(topic).array(partitions, (partition) => {
          const found = offsets.find(groupId, { topic, partition }) ?? noOffset;
          out.int32(partition).int64(found.offset).string(found.metadata).int16(codeOf('NONE'));
        }),
      );
      if (version >= 2) out.int16(codeOf('NONE'));
    };
  },
};

const allCommitted = (offsets: CommittedOffsets, groupId: string): Wanted => {
  const commits = offsets.all(groupId);
  const topics = [...new Set(commits.map(({ topic }) => topic))];

  return topics.map((topic) => ({
    topic,
    partitions: commits.filter((commit) => commit.topic === topic).map((c) => c.partition),
  }));
};
