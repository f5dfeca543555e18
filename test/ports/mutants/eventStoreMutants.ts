import type { Mutant } from './mutant.js';

const mutant =
  (file: string, suite: string) =>
  (behaviour: string, from: string, to: string): Mutant => ({
    behaviour,
    file: `embedded/eventStoreNode/${file}`,
    from,
    to,
    suite: `test/ports/eventStore/${suite}.contract.test.ts`,
  });

const judging = mutant('store/writes/expectedRevision.ts', 'append');
const repeating = mutant('store/writes/expectedRevision.ts', 'idempotency');
const deleting = mutant('store/writes/expectedRevision.ts', 'deletion');
const reading = mutant('store/reads/finiteReads.ts', 'read');
const metadata = mutant('store/streamMetadata.ts', 'metadata');
const visible = mutant('store/reads/streamReader.ts', 'metadata');
const filtering = mutant('grpc/reads/allSource.ts', 'filter');
const batching = mutant('grpc/writes/batchAppend.ts', 'limits');
const chunks = mutant('grpc/writes/batchAppend.ts', 'rawAppend');
/** What only the recordings of real servers tell. */
const recorded = (file: string) => mutant(file, 'recordings');
/** What no suite can see on a real server. */
const scavenging = (
  file: string,
  behaviour: string,
  change: readonly [string, string],
): Mutant => ({
  ...mutant(file, '')(behaviour, ...change),
  suite: 'test/embedded/eventStoreNode/scavenge.int.test.ts',
});
const requests = mutant('grpc/reads/readRequest.ts', 'rawRead');

export const eventStoreMutants: readonly Mutant[] = [
  judging(
    'refuse a revision that the stream has not reached',
    'return expected > BigInt(head.current) ? wrong(head) : toBeWritten;',
    'return toBeWritten;',
  ),
  judging(
    'refuse an empty append to a stream that has moved on',
    'if (proposed === 0) return wrong(head);',
    'if (proposed === 0) return toBeWritten;',
  ),
  judging(
    'refuse stream_exists on a new stream',
    'if (head.current < 0 && !head.hasMetadata) return wrong(head);',
    '',
  ),
  repeating(
    'know a write again by its exact revision',
    'if (equal === proposed)',
    'if (equal === proposed + 1)',
  ),
  repeating(
    'compare all ids of a write, not the first alone',
    'if (equal === proposed)',
    'if (equal > 0)',
  ),
  repeating(
    'know a recent write again when any revision is expected',
    'if (known === 0) return toBeWritten;',
    'if (known >= 0) return toBeWritten;',
  ),
  repeating(
    'refuse a half-known write when any revision is expected',
    ': wrong(head);\n};\n\nconst wrong',
    ': toBeWritten;\n};\n\nconst wrong',
  ),
  deleting(
    'refuse stream_exists on a soft-deleted stream',
    'if (head.isSoftDeleted) return streamIsDeleted;',
    '',
  ),
  deleting(
    'let no_stream bring a soft-deleted stream back',
    'return recreates ? toBeWritten : wrong(head);',
    'return wrong(head);',
  ),
  deleting('keep a tombstone for ever', 'if (head.isTombstoned) return streamIsDeleted;', ''),
  mutant('store/writes/revival.ts', 'deletion')(
    'hide the old events of a stream that came back',
    "return numbered(metastream, [ownEvent('$metadata', json)], length);",
    'return [];',
  ),
  mutant('store/writes/revival.ts', 'deletion')(
    'bring a stream back when its metadata is written',
    "return numbered(last.stream, [ownEvent('$metadata', json)], Number(last.revision) + 1);",
    'return [];',
  ),
  mutant('store/writes/streamWriter.ts', 'deletion')(
    'refuse to delete a stream that does not exist',
    'const isMissing = head.current < 0 && !head.hasMetadata;',
    'const isMissing = false;',
  ),
  mutant('grpc/reads/streamSource.ts', 'deletion')(
    'end live subscriptions of a tombstoned stream',
    'throw streamDeleted(this.#name);',
    'this.#next = Infinity;',
  ),
  mutant('grpc/errors.ts', 'deletion')(
    'keep trailers to printable ASCII',
    "=> text.replace(/[^\\x20-\\x7e]/g, '?');",
    '=> text;',
  ),
  mutant('store/writes/streamWriter.ts', 'append')(
    'answer the position of the last event of a write',
    'return positions[records.length - 1] ?? 0;',
    'return positions[0] ?? 0;',
  ),
  mutant('grpc/writes/proposedEvents.ts', 'limits')(
    'refuse what is no UUID',
    'const id = parseUuid(text);',
    "const id = parseUuid(text.length === 36 ? text : '11111111-1111-1111-1111-111111111111');",
  ),
  batching(
    'refuse a batch append of more than 1 MiB',
    'const isTooLarge = append.size > largestAppend;',
    'const isTooLarge = append.size < 0;',
  ),
  mutant('grpc/writes/batchTarget.ts', 'limits')(
    'obey the deadline of a batch append',
    'if (timeLeft(options) <= 0) return',
    'if (timeLeft(options) <= -60_000) return',
  ),
  reading(
    'include the revision that a backward read starts at',
    'const end = Math.min(from, stream.current) + 1;',
    'const end = Math.min(from, stream.current);',
  ),
  reading(
    'hide the epochs from $all',
    'if (!isHiddenFromAll(event.stream)) yield event;',
    'yield event;',
  ),
  mutant('grpc/reads/read.ts', 'read')(
    'resolve links only when asked to',
    'eventMessage(resolveLinks ? resolveLink(reader, event) : unresolved(event), ids)',
    'eventMessage(resolveLink(reader, event), ids)',
  ),
  mutant('store/reads/links.ts', 'read')(
    'lead nowhere when the target is hidden',
    "if (stream.state !== 'there' || !isVisible) return null;",
    '',
  ),
  mutant('grpc/reads/positions.ts', 'read')(
    'refuse a position between two events',
    "if (!isReadable(reader, position)) throw unknown('Unexpected ReadAllResult: InvalidPosition');",
    'if (!isReadable(reader, position)) return 0;',
  ),
  metadata('obey $maxCount', 'isPositive(maxCount) && {', 'maxCount === 10n ** 9n && {'),
  metadata('obey $tb', 'isPositive(truncateBefore) && {', 'truncateBefore === softDeleted && {'),
  metadata('obey $maxAge', 'isPositive(maxAgeSeconds) && {', 'maxAgeSeconds === 10n ** 9n && {'),
  metadata('let one wrong value void all metadata', '|| ![...json].every(isGood)', ''),
  visible(
    'show only the last event of a metadata stream',
    'this.#deps.metadata.of(name, before)',
    "this.#deps.metadata.of(name.replace(/^\\$\\$/, '$'), before)",
  ),
  mutant('grpc/reads/streamSource.ts', 'metadata')(
    'deliver live events whatever the metadata says',
    'this.#isLive = true;',
    'this.#isLive = false;',
  ),
  mutant('grpc/reads/streamSource.ts', 'subscription')(
    'start after the revision',
    'Number(from) + 1;',
    'Number(from);',
  ),
  mutant('grpc/reads/allSource.ts', 'subscription')(
    'start after the position',
    'position <= this.#start.prepare',
    'position < this.#start.prepare',
  ),
  mutant('grpc/reads/allSource.ts', 'subscription')(
    'skip up to a position behind the end',
    'return position < this.#start.commit ||',
    'return position < this.#start.commit - 1e9 ||',
  ),
  mutant('grpc/reads/subscribe.ts', 'subscription')(
    'say caughtUp',
    'await out.send(new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));',
    '',
  ),
  filtering(
    'filter by stream name',
    "return this.#filter?.by !== 'stream' || this.#filter.matches(stream);",
    'return true;',
  ),
  recorded('grpc/reads/allSource.ts')(
    'report a checkpoint on going live',
    'if (this.#reached !== null) yield* this.#tell(this.#reached);',
    '',
  ),
  filtering(
    'report checkpoints in live mode',
    'if (this.#isLive && this.#isDue()) yield* this.#tell(at(position));',
    '',
  ),
  mutant('grpc/reads/filter.ts', 'filter')(
    'survive a regular expression that cannot be compiled',
    'return compileDotNetRegex(source);',
    "return source === '(' ? /(?:)/ : compileDotNetRegex(source);",
  ),
  mutant('grpc/server.ts', 'limits')(
    'allow 100 calls at a time',
    "'grpc.max_concurrent_streams': 100,",
    '',
  ),
  mutant('store/streamNames.ts', 'read')(
    'hide the checkpoints of persistent subscriptions from $all',
    'stream.startsWith(persistentToAll) &&',
    'stream.length === 0 &&',
  ),
  mutant('grpc/reads/allSource.ts', 'subscription')(
    'deliver to nobody what $all hides',
    'if (isHiddenFromAll(stream) || ',
    'if (',
  ),
  mutant('grpc/reads/subscribe.ts', 'subscription')(
    'say nothing when a reader falls behind',
    'if (!source.hasMore()) await out.wait();',
    `if (!source.hasMore()) {
        await out.wait();
        await out.send(new streams.ReadResp().setFellBehind(new streams.ReadResp.FellBehind()));
      }`,
  ),
  mutant('grpc/gossip.ts', 'limits')(
    'be the leader in gossip',
    'gossip.MemberInfo.VNodeState.LEADER',
    'gossip.MemberInfo.VNodeState.FOLLOWER',
  ),
  mutant('grpc/serverFeatures.ts', 'limits')(
    'name its methods in small letters',
    'path.toLowerCase().split',
    'path.split',
  ),
  chunks(
    'give an append up at its deadline',
    'Math.min(timeLeft(options), commitTimeoutMs)',
    'commitTimeoutMs',
  ),
  chunks(
    'give two seconds to an append whose deadline is far',
    'Math.min(timeLeft(options), commitTimeoutMs)',
    'Math.min(timeLeft(options), commitTimeoutMs / 2)',
  ),
  chunks(
    'answer an append once',
    'if (append === undefined) return;',
    `if (append === undefined) {
      this.#answer(correlationId, '', timeout());
      return;
    }`,
  ),
  chunks(
    'end the call when the caller has said all',
    'if (!this.#hasEnded || this.#isOver || this.#writing > 0) return;',
    'return;',
  ),
  chunks(
    'finish what is being written before the call ends',
    ' || this.#writing > 0) return;',
    ') return;',
  ),
  mutant('grpc/writes/batchAnswers.ts', 'rawAppend')(
    'say with every refusal what it is about',
    'error.setDetails(anyOf(details, typeName));',
    "if (typeName !== 'event_store.client.Timeout') error.setDetails(anyOf(details, typeName));",
  ),
  mutant('grpc/writes/proposedEvents.ts', 'rawAppend')(
    'refuse an event without a type or a content type',
    'if (type === undefined || contentType === undefined) throw missingMetadataProperty();',
    "if (type === undefined) throw unknown('');",
  ),
  mutant('grpc/wire.ts', 'rawAppend')(
    'take structured ids',
    "if (structured === undefined) return message?.getString() ?? '';",
    "if (structured !== null) return message?.getString() ?? '';",
  ),
  mutant('grpc/writes/append.ts', 'rawAppend')(
    'refuse an append that is too large before all of it is there',
    'throw maximumAppendSizeExceeded(largestAppend);',
    'return;',
  ),
  mutant('grpc/reads/eventMessage.ts', 'rawRead')(
    'send ids in the form that is asked for',
    "if (ids === 'text') writer.text(2, formatUuid(id));",
    'if (ids.length > 0) writer.text(2, formatUuid(id));',
  ),
  requests(
    'refuse a filter on a stream',
    "if (request.filter !== null && request.target.kind === 'stream') {",
    'if (request.filter === undefined) {',
  ),
  requests(
    'refuse a subscription that goes backwards',
    'if (request.maxCount === null && request.isBackwards) {',
    'if (request.maxCount === undefined) {',
  ),
  mutant('grpc/reads/filter.ts', 'rawRead')(
    'refuse a checkpoint after no events',
    'if (isSubscription && multiplier <= 0)',
    'if (isSubscription && multiplier < 0)',
  ),
  recorded('grpc/reads/allSource.ts')(
    'report the start of a page without a prepare position',
    '{ commit, prepare: 0 }',
    '{ commit, prepare: commit }',
  ),
  recorded('store/writes/recentIds.ts')(
    'find an id at its first event, in whatever stream',
    'if (known === undefined || !isThere(known)) ',
    '',
  ),
  recorded('store/writes/streamWriter.ts')(
    'tell no position of what no read shows any more',
    'position: isReadable ? position : null',
    'position',
  ),
  recorded('store/writes/streamWriter.ts')(
    'leave a repetition unanswered while its original is being written',
    'isOnDisk: position < this.#deps.log.durableEnd,',
    'isOnDisk: true,',
  ),
  recorded('store/writes/revival.ts')(
    'bring a stream back by an append without events',
    'return head.isSoftDeleted ?',
    'return head.isSoftDeleted && records.length > 0 ?',
  ),
  recorded('store/reads/links.ts')(
    'send a live subscription what links to nothing as a link',
    'if (revision === undefined && !isLive)',
    'if (revision === undefined)',
  ),
  recorded('grpc/reads/read.ts')(
    'tell where a stream goes on when the first page shows nothing',
    'from <= current && first < end ? null',
    'from <= current ? null',
  ),
  recorded('store/looseJson.ts')(
    'read metadata as leniently as the server',
    `return next === '"' || next === "'" ? this.#string() : this.#required(bareName);`,
    'return this.#string();',
  ),
  recorded('grpc/reads/dotNetEscapes.ts')(
    'know letters of all languages',
    "w: '\\\\p{L}\\\\p{Mn}\\\\p{Nd}\\\\p{Pc}'",
    "w: 'A-Za-z0-9_'",
  ),
  scavenging('store/scavenge/keeping.ts', 'scavenge: keep the last event of a stream', [
    'from: Math.min(length - 1, firstVisible(found, length)),',
    'from: firstVisible(found, length),',
  ]),
  scavenging('store/scavenge/scavenger.ts', 'scavenge: look at the metadata once more', [
    'if (this.#isOutdated(group)) {',
    'if (this.#isOutdated([])) {',
  ]),
  scavenging('storage/eventIndex.ts', 'scavenge: begin a stream at what is left of it', [
    'if (revision !== this.#lengths.get(number)) this.#firsts.set(number, revision);',
    '',
  ]),
];
