import type { Mutant } from '../ports/mutants/mutant.js';

const projector = 'test/projections/quarantine/quarantine.int.test.ts';
const messages = 'test/platform/messaging/quarantine/quarantine.int.test.ts';

/** Mends of trusted facts, sick streams and foreign headers. */
export const quarantineRegressions: readonly Mutant[] = [
  {
    behaviour: 'a schema version that is unknown is not read',
    file: 'platform/facts/factReader.ts',
    from: "if (read === undefined) throw unreadable(record, 'has a schema version that is unknown here');",
    to: 'if (read === undefined) return record.data;',
    suite: 'test/platform/facts/factReader.unit.test.ts',
  },
  {
    behaviour: 'an event of another shape is not read',
    file: 'platform/facts/factReader.ts',
    from: "if (data === null) throw unreadable(record, 'has another shape than its schema version');",
    to: 'if (data === null) return record.data;',
    suite: 'test/platform/facts/factReader.unit.test.ts',
  },
  {
    behaviour: 'later events of a stream in quarantine wait',
    file: 'projections/projector/projectEvents.ts',
    from: 'held.isEmpty() ? events : events.filter(({ stream }) => !held.has(stream));',
    to: 'events.filter(({ stream }) => !held.has(stream) || true);',
    suite: projector,
  },
  {
    behaviour: 'a new term tries what waits',
    file: 'projections/projector/termProjection.ts',
    from: 'isFirst || one.isDue || one.isSkipped',
    to: 'one.isDue && one.isSkipped && isFirst',
    suite: projector,
  },
  {
    behaviour: 'a rebuild leaves out what waits and what was skipped',
    file: 'projections/rebuild/building.ts',
    from: 'quarantine.leaveOut(batch)',
    to: 'batch',
    suite: projector,
  },
  {
    behaviour: 'later messages of a key in quarantine wait',
    file: 'platform/messaging/quarantine/messageQuarantine.ts',
    from: 'return new Set(rows.map(({ name }) => name));',
    to: 'return new Set(rows.map(({ name }) => name).slice(0, 0));',
    suite: messages,
  },
  {
    behaviour: 'a bug in a decision does not stop its partition',
    file: 'platform/messaging/consumer/runAll.ts',
    from: 'if (isBug(error))',
    to: 'if (isBug(error) && message.key.length === 0)',
    suite: messages,
  },
  {
    behaviour: 'a dead letter that cannot be written does not stop its partition',
    file: 'platform/messaging/deadLetters/orKeep.ts',
    from: 'if (!(isFinal(error) || attempt >= maxAttempts)) throw error;',
    to: 'if (!(isFinal(error) && attempt >= maxAttempts * 1e9)) throw error;',
    suite: messages,
  },
  {
    behaviour: 'a null header is written as null',
    file: 'platform/messaging/client/recordEncoding.ts',
    from: 'writeVarint(buffer, -1, at)',
    to: 'writeVarint(buffer, 0, at)',
    suite: 'test/platform/messaging/deadLetters/foreignHeaders.int.test.ts',
  },
  {
    behaviour: 'a published row is marked by its event, not by its place',
    file: 'services/bridge/relay/outbox.ts',
    from: 'AND event_id = m.event_id',
    to: '',
    suite: 'test/services/bridge/relay/outbox.int.test.ts',
  },
];
