import { codeOf, type ErrorName } from '../../protocol/errorCodes.js';
import type { Reader } from '../../protocol/reader.js';
import type { Commit } from '../../storage/committedOffsets.js';
import type { Topics } from '../../storage/topics.js';
import { type KafkaApi, noThrottle } from '../api.js';

/** Kafka's default for the metadata that a client may store with an offset. */
const maxMetadataBytes = 4096;

export const offsetCommit: KafkaApi = {
  key: 8,
  versions: [2, 5],
  serve: ({ version, body, connection }, { topics, groups }) => {
    const groupId = body.string();
    const committer = { generation: body.int32(), memberId: body.string(), connection };
    if (version <= 4) body.int64(); // retention time
    const wanted = body.array(() => ({
      topic: body.string(),
      commits: body.array(readCommit(body)),
    }));

    const all = wanted.flatMap(({ topic, commits }) => commits.map((c) => ({ topic, ...c })));
    const valid = all.filter((commit) => problemOf(topics, commit) === null);
    const error = groups.commit(groupId, committer, valid);

    return (out) => {
      if (version >= 3) out.int32(noThrottle);
      out.array(wanted, ({ topic, commits }) =>
        out.string(topic).array(commits, (commit) => {
          const own = problemOf(topics, { topic, ...commit });
          out.int32(commit.partition).int16(codeOf(error === 'NONE' ? own : error));
        }),
      );
    };
  },
};

const readCommit =
  ({ int32, int64, string }: Reader) =>
  (): Omit<Commit, 'topic'> => ({ partition: int32(), offset: int64(), metadata: string() });

const problemOf = (topics: Topics, { topic, partition, metadata }: Commit): ErrorName | null => {
  if (topics.find(topic)?.partitions[partition] === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION';

  return Buffer.byteLength(metadata) > maxMetadataBytes ? 'OFFSET_METADATA_TOO_LARGE' : null;
};
