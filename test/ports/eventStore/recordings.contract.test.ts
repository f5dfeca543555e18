import { expect } from 'chai';
import { EventStoreWire } from '../../support/clients/eventStoreWire.js';
import { isOwnEventStore } from '../../support/servers/sharedEventStore.js';
import { startOwnEventStore, type OwnEventStore } from '../../support/servers/ownEventStore.js';
import { isAsRecorded, recordedAnswers } from './replay/compare.js';
import { playCase } from './replay/playCase.js';
import { loadRecordings, type RecordedCase } from './replay/recording.js';

const brief = { quietMs: 120, untilCaughtUpMs: 800 };
const long = { quietMs: 500, untilCaughtUpMs: 2_000 };

/** What came back at the first step that deviates, next to what was recorded. */
type Deviation = Readonly<{ step: string; recorded: readonly unknown[]; answered: unknown }>;

for (const [file, cases] of loadRecordings()) {
  describe(`An event store answers as recorded: ${file}`, () => {
    let node: OwnEventStore | null = null;
    let wire: EventStoreWire;
    before(async () => {
      if (isOwnEventStore()) node = await startOwnEventStore();
      wire = await EventStoreWire.connect(node?.url);
    });
    after(async () => {
      wire.close();
      await node?.stop();
    });

    for (const recorded of cases) {
      it(recorded.name, async () => {
        const first = await deviationOf(wire, recorded, brief);
        const found = first && (await deviationOf(wire, recorded, long));

        expect(found, JSON.stringify(found, null, 2)).to.equal(null);
      });
    }
  });
}

const version = '24.2.0';

const deviationOf = async (
  wire: EventStoreWire,
  { steps }: RecordedCase,
  waits: typeof brief,
): Promise<Deviation | null> => {
  const answers = await playCase(
    wire,
    steps.map((step) => step.do),
    waits,
  );
  const at = steps.findIndex((step, i) => !isAsRecorded(step, version, answers[i]));
  const step = steps[at];

  return step === undefined
    ? null
    : {
        step: `${at}: ${JSON.stringify(step.do)}`,
        recorded: recordedAnswers(step, version),
        answered: answers[at],
      };
};
