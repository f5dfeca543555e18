import { fewProcesses } from '../../embedded/launcher/layout.js';
import type { Figure } from '../harness/bench.js';
import { memoryOfParts } from './processes.js';

/** MiB that are held: by all processes of services together, and by the event store node. */
export type Memory = Readonly<{ services: number; eventStore: number }>;

const services = Object.keys(fewProcesses);

export const memoryOf = (folder: string): Memory => {
  const bytes = memoryOfParts(folder, [...services, 'eventStore']);
  const mebibytes = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + (bytes[name] ?? 0), 0) / 2 ** 20;

  return { services: mebibytes(services), eventStore: mebibytes(['eventStore']) };
};

/** The floors are those for 100 000 orders. */
const parts = [
  { part: 'services', name: 'services', floor: { atMost: 300 } },
  { part: 'eventStore', name: 'event store node', floor: { atMost: 150 } },
] as const;

const toFigure = (
  { part, name }: (typeof parts)[number],
  when: string,
  samples: readonly Memory[],
): Figure => ({
  what: `memory ${when}: ${name}`,
  unit: 'MiB',
  rounds: samples.map((sample) => sample[part]),
});

export const memoryFigures = (when: string, samples: readonly Memory[]): Figure[] =>
  parts.map((part) => toFigure(part, when, samples));

/** The same with the floors. */
export const boundedMemory = (when: string, samples: readonly Memory[]): Figure[] =>
  parts.map((part) => ({ ...toFigure(part, when, samples), floor: part.floor }));
