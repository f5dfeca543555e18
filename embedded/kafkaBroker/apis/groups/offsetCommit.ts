import { codeOf, type ErrorName } from '../../protocol/errorCodes.js';
import type { Commit } from '../../storage/committedOffsets.js';
import type { Topics } from '../../storage/topics.js';
import { type KafkaApi, type KafkaRequest, noThrottle } from '../api.js';

/** Kafka's default for the metadata that a client may store with an offset. */
const maxMetadataBytes = 4096;

export const offsetCommit: KafkaApi = {
  key: 8,
  versions: [2, 9],
  flexibleFrom: 8,
  serve: (request, { topics, groups }) => {
    const { version, body } = request;
    const groupId = body.string();
    const committer = readCommitter(request);
    if (version <= 4) body.int64(); // retention time
    const wanted = readTopics(request);

    const all = wanted.flatMap(({ topic, commits }) => commits.map((c) => ({ topic, ...c })));
    const valid = all.filter((commit) => problemOf(topics, commit) === null);
    const refusal = groups.commit(groupId, committer, valid);
    const error = refusal === 'GROUP_ID_NOT_FOUND' && version < 9 ? 'ILLEGAL_GENERATION' : refusal;

    return (out) => {
      if (version >= 3) out.int32(noThrottle);
      out.array(wanted, ({ topic, commits }) =>
        out
          .string(topic)
          .array(commits, (commit) => {
            const own = problemOf(topics, { topic, ...commit });
            out
              .int32(commit.partition)
              .int16(codeOf(error === 'NONE' ? own : error))
              .tags();
          })
          .tags(),
      );
      out.tags();
    };
  },
};

const readCommitter = ({ version, body, connection }: KafkaRequest) => {
  const generation = body.int32();
  const memberId = body.string();
  const instanceId = version >= 7 ? body.nullableString() : null;

  return { generation, memberId, instanceId, connection };
};

const readTopics = ({ version, body }: KafkaRequest) => {
  const readCommit = (): Omit<Commit, 'topic'> => {
    const partition = body.int32();
    const offset = body.int64();
    const leaderEpoch = version >= 6 ? body.int32() : -1;

    return { partition, offset, leaderEpoch, metadata: body.string() };
  };

  return body.structures(() => ({ topic: body.string(), commits: body.structures(readCommit) }));
};

const problemOf = (topics: Topics, { topic, partition, metadata }: Commit): ErrorName | null => {
  if (topics.find(topic)?.partitions[partition] === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION';

  return Buffer.byteLength(metadata) > maxMetadataBytes ? 'OFFSET_METADATA_TOO_LARGE' : null;
};
