import { createHash, randomBytes } from 'node:crypto';

/** The names of one run of a case: `@` stands for its prefix, and labels for the ids of events. */
export type Names = Readonly<{
  /** `@a` as the server gets it. */
  toServer: (name: string) => string;
  /** A name of the server as the recordings have it. */
  toRecording: (name: string) => string;
  /** Whether a stream of the server belongs to this run. */
  isOurs: (name: string) => boolean;
  /** The same label is the same UUID. */
  idOf: (label: string) => string;
  /** Undefined for an event that the run did not write. */
  labelOf: (id: string) => string | undefined;
}>;

export const createNames = (): Names => {
  const prefix = `run${randomBytes(6).toString('hex')}_`;
  const labels = new Map<string, string>();

  return {
    toServer: (name) => name.replaceAll('@', prefix),
    toRecording: (name) => name.replaceAll(prefix, '@'),
    isOurs: (name) => name.includes(prefix),
    idOf: (label) => {
      const id = toUuid(createHash('sha256').update(`${prefix}${label}`).digest('hex'));
      labels.set(id, label);

      return id;
    },
    labelOf: (id) => labels.get(id),
  };
};

const toUuid = (hex: string): string =>
  hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
