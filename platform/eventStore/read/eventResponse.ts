/** As much of a ReadResp as the client needs of one that is an event. */
export class EventResponse {
  readonly #event: ReadEvent;

  constructor(event: ReadEvent) {
    this.#event = event;
  }

  hasEvent(): true {
    return true;
  }

  getEvent(): ReadEvent {
    return this.#event;
  }
}

/** As ReadResp.ReadEvent. */
export class ReadEvent {
  event: EventRecord | null = null;
  link: EventRecord | null = null;
  commitPosition: bigint | null = null;

  hasEvent(): boolean {
    return this.event !== null;
  }

  getEvent(): EventRecord | null {
    return this.event;
  }

  hasLink(): boolean {
    return this.link !== null;
  }

  getLink(): EventRecord | null {
    return this.link;
  }

  hasCommitPosition(): boolean {
    return this.commitPosition !== null;
  }

  getCommitPosition(): bigint | null {
    return this.commitPosition;
  }
}

const nothing = Buffer.alloc(0);

/** As ReadResp.ReadEvent.RecordedEvent, and what is within it. */
export class EventRecord {
  id = '';
  stream: Buffer | null = null;
  revision = 0n;
  preparePosition = 0n;
  commitPosition = 0n;
  metadata: Buffer = nothing;
  data: Buffer = nothing;
  /** Of type, time and kind of data. */
  readonly names = new Map<string, string>();

  hasId(): boolean {
    return this.id !== '';
  }

  getId(): this {
    return this;
  }

  hasStructured(): false {
    return false;
  }

  getString(): string {
    return this.id;
  }

  hasStreamIdentifier(): boolean {
    return this.stream !== null;
  }

  getStreamIdentifier(): this {
    return this;
  }

  getStreamName(): Buffer {
    return this.stream ?? nothing;
  }

  getStreamRevision(): bigint {
    return this.revision;
  }

  getPreparePosition(): bigint {
    return this.preparePosition;
  }

  getCommitPosition(): bigint {
    return this.commitPosition;
  }

  getMetadataMap(): Map<string, string> {
    return this.names;
  }

  getCustomMetadata_asU8(): Buffer {
    return this.metadata;
  }

  getData(): Buffer {
    return this.data;
  }

  getData_asU8(): Buffer {
    return this.data;
  }
}
