import { fewProcesses } from '../../embedded/launcher/services.js';
import type { Figure } from '../frame/bench.js';
import { usageOfParts } from './processes.js';

/** MiB that are held: by all processes of services together, and by the event store node. */
export type Memory = Readonly<{ services: number; eventStore: number }>;

const services = Object.keys(fewProcesses);

export const memoryOf = (folder: string): Memory => {
  const usage = usageOfParts(folder);
  const mebibytes = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + (usage[name]?.memory ?? 0), 0) / 2 ** 20;

  return { services: mebibytes(services), eventStore: mebibytes(['eventStore']) };
};

export const memoryFigures = (when: string, samples: readonly Memory[]): Figure[] =>
  measuredFigures(when, samples, { services: {}, eventStore: {} });

/** With the floors for 100 000 orders. */
export const boundedMemory = (when: string, samples: readonly Memory[]): Figure[] =>
  measuredFigures(when, samples, {
    services: { floor: { atMost: 300 } },
    eventStore: { floor: { atMost: 150 } },
  });

const measuredFigures = (
  when: string,
  samples: readonly Memory[],
  floors: Readonly<Record<keyof Memory, Pick<Figure, 'floor'>>>,
): Figure[] => [
  {
    what: `memory ${when}: services`,
    unit: 'MiB',
    rounds: samples.map((sample) => sample.services),
    ...floors.services,
  },
  {
    what: `memory ${when}: event store node`,
    unit: 'MiB',
    rounds: samples.map((sample) => sample.eventStore),
    ...floors.eventStore,
  },
];
