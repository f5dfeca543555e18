export class LogDamaged extends Error {
  readonly code = 'LOG_DAMAGED';
  readonly path: string;
  readonly offset: number;

  constructor(path: string, offset: number, what: string) {
    super(
      `${path} is damaged at offset ${offset}: ${what}. Nothing was changed; restore the file from a backup.`,
    );
    this.name = 'LogDamaged';
    this.path = path;
    this.offset = offset;
  }
}
