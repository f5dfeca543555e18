type EventLocation = Readonly<{ stream: string; revision: number; type: string; version: unknown }>;

/**
 * An event of ours that this release cannot read: of an unknown type or schema version, or of
 * another shape. Nothing can be decided on its stream; others are not concerned.
 */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  /** Its schema version, as it is stored. */
  readonly version: unknown;

  constructor({ stream, revision, type, version }: EventLocation, reason: string) {
    super(
      `${type} of schema version ${String(version)} (${stream}, revision ${revision}) ${reason}`,
    );
    this.stream = stream;
    this.revision = revision;
    this.type = type;
    this.version = version;
  }
}

/**
 * Events of a stream are missing: it was deleted, truncated, or bounded by `$maxCount` or
 * `$maxAge`. What is left of it is no state.
 */
export class StreamIncomplete extends Error {
  override readonly name = 'StreamIncomplete';
  readonly stream: string;
  /** The first revision that is missing. */
  readonly revision: number;

  constructor(stream: string, revision: number) {
    super(`${stream} lacks revision ${revision}`);
    this.stream = stream;
    this.revision = revision;
  }
}

/**
 * A bug in a rule or a fold: what is stored can be read, but nothing can be decided on it by this
 * release. Other streams are not concerned. `cause` is what was thrown.
 */
export class UndecidableStream extends Error {
  override readonly name = 'UndecidableStream';
  readonly stream: string;

  constructor(stream: string, cause: unknown) {
    super(`${stream} cannot be decided on: ${String(cause)}`, { cause });
    this.stream = stream;
  }
}
