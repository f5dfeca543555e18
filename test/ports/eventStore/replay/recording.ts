import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An event to append. `id` is a label; the README of the recordings explains the rest. */
export type EventSpec = Readonly<{
  id: string;
  type?: string;
  data?: unknown;
  text?: string;
  size?: number;
  ct?: 'bin';
  meta?: unknown;
  link?: Readonly<{ rev: number; stream: string }>;
  without?: string;
}>;

export type Expected = number | string;

export type AppendStep = Readonly<{
  op: 'append';
  via: 'batch' | 'classic';
  stream: string | null;
  expected?: Expected;
  events: readonly EventSpec[];
  split?: number;
  deadline?: number;
}>;

export type DeleteStep = Readonly<{
  op: 'delete' | 'tombstone';
  stream: string;
  expected: Expected;
}>;

export type From = Expected | Readonly<{ event: string; delta?: number; prepare?: number }>;

export type FilterSpec = Readonly<{
  prefix?: readonly string[];
  regex?: string;
  on?: 'type';
  max?: number | 'count' | null;
  interval?: number;
}>;

type ReadArguments = Readonly<{
  stream?: string;
  from?: From;
  dir?: 'back';
  count?: number | string;
  resolve?: boolean;
  filter?: FilterSpec;
  compat?: number;
}>;

export type ReadStep = ReadArguments & Readonly<{ op: 'read' }>;
export type SubscribeStep = ReadArguments & Readonly<{ op: 'subscribe'; name: string }>;
export type ListenStep = Readonly<{ op: 'delivered' | 'close'; name: string }>;
export type TogetherStep = Readonly<{ op: 'together'; steps: readonly Step[]; set?: boolean }>;
export type PauseStep = Readonly<{ op: 'pause'; ms: number }>;

export type Step =
  AppendStep | DeleteStep | ReadStep | SubscribeStep | ListenStep | TogetherStep | PauseStep;

/** What came back from a server, by version where the versions differ. */
export type RecordedStep = Readonly<{
  do: Step;
  answer?: unknown;
  answers?: Readonly<Record<string, unknown>>;
}>;

export type RecordedCase = Readonly<{
  name: string;
  about: string;
  steps: readonly RecordedStep[];
}>;

type Recording = Readonly<{ recordedFrom: readonly string[]; cases: readonly RecordedCase[] }>;

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'recordings');

/** Every recording that lies in the folder, by the name of its file. */
export const loadRecordings = (): ReadonlyMap<string, readonly RecordedCase[]> =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => {
        const { cases } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Recording;

        return [name.replace(/\.json$/, ''), cases];
      }),
  );
