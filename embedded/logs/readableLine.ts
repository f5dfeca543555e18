const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};

type Fields = Readonly<Record<string, unknown>>;

/** A line of a log: the service that wrote it, and how people read it. */
export type ReadableLine = Readonly<{ service: string; text: string }>;

/** `file` is the name of the log, for lines that are none of ours. */
export const toReadableLine = (line: string, file: string): ReadableLine => {
  const fields = parse(line);
  if (fields === null) return { service: file, text: `${file.padEnd(nameWidth)} ${line}` };
  const { level, time, name, msg } = fields;
  const service = typeof name === 'string' ? name : file;
  const about = [
    timeOf(time),
    (levels[Number(level)] ?? '').padEnd(5),
    service.padEnd(nameWidth),
    typeof msg === 'string' ? msg : '',
    ...Object.entries(fields).flatMap(toText),
  ];

  return { service, text: about.filter((part) => part !== '').join(' ') };
};

const nameWidth = 10;

/** Shown in a place of its own, or the same in every line. */
const known = new Set(['level', 'time', 'name', 'msg', 'pid', 'hostname']);

const parse = (line: string): Fields | null => {
  try {
    const value: unknown = JSON.parse(line);

    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    return null;
  }
};

const timeOf = (time: unknown): string => {
  const date = new Date(typeof time === 'string' ? time : NaN);

  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(11, 23);
};

/** An error is its message; its stack follows on lines of its own. */
const toText = ([key, value]: [string, unknown]): string[] => {
  if (known.has(key) || value === null || value === '') return [];
  if (key === 'err' && typeof value === 'object') return [errorText(value as Fields)];

  return [`${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`];
};

const errorText = ({ message, stack }: Fields): string =>
  typeof stack === 'string' && stack !== ''
    ? `\n    ${stack.replaceAll('\n', '\n    ')}`
    : `err=${String(message)}`;
