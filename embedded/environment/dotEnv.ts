export type Setting = Readonly<{ name: string; value: string; line: number }>;

/** Names the file and the line of what cannot be understood; repeats no value. */
const refuse = (message: string): never => {
  throw new Error(message);
};

/**
 * Reads the settings of a `.env` file: `NAME=value` or `export NAME=value` a line; comments begin a
 * line or follow a blank; values in quotes may go over lines, and within " the characters \n stand
 * for a line break. Throws a sentence for the user about whatever is none of these, instead of
 * leaving it out.
 */
export const parseDotEnv = (bytes: Buffer, file: string): readonly Setting[] => {
  const settings: Setting[] = [];
  const lines = decode(bytes, file).split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index += 1) {
    const text = lines[index] ?? '';
    const at = `${file}, line ${index + 1}`;
    if (/^\s*(#|$)/.test(text)) continue;
    const [, name, raw] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)$/s.exec(text) ?? [];
    if (name === undefined || raw === undefined) return refuse(`${at}: must be NAME=value`);
    const { value, moreLines } = valueOf(raw.trim(), lines.slice(index + 1), `${at}: ${name}`);
    settings.push({ name, value, line: index + 1 });
    index += moreLines;
  }
  refuseDuplicates(settings, file);

  return settings;
};

/** A byte order mark is no part of the first name. */
const decode = (bytes: Buffer, file: string): string => {
  const isUtf16 = /^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2));
  if (isUtf16 || bytes.includes(0))
    return refuse(
      `${file} is not UTF-8 but UTF-16, as some editors and shells write it; save it as UTF-8`,
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse(`${file} is not UTF-8; save it as UTF-8`);
  }
};

type Read = Readonly<{ value: string; moreLines: number }>;

const valueOf = (raw: string, following: readonly string[], at: string): Read => {
  const quote = /^["'`]/.exec(raw)?.[0];
  if (quote !== undefined) return quotedValue(quote, [raw.slice(1), ...following], at);
  if (/^[“”„‘’«»]/.test(raw)) return refuse(`${at} is in typographic quotes; use " or none`);

  return { value: raw.replace(/(^|\s+)#.*$/, '').trim(), moreLines: 0 };
};

const quotedValue = (quote: string, lines: readonly string[], at: string): Read => {
  const last = lines.findIndex((line) => line.includes(quote));
  if (last === -1) return refuse(`${at} begins with ${quote} that nothing ends`);
  const text = lines.slice(0, last + 1).join('\n');
  const end = text.indexOf(quote);
  const rest = text.slice(end + 1).trim();
  if (rest !== '' && !rest.startsWith('#')) return refuse(`${at} goes on behind its quotes`);
  const value = text.slice(0, end);

  return { value: quote === '"' ? value.replaceAll('\\n', '\n') : value, moreLines: last };
};

const refuseDuplicates = (settings: readonly Setting[], file: string): void => {
  const lineOf = new Map<string, number>();
  for (const { name, line } of settings) {
    const first = lineOf.get(name);
    if (first !== undefined) refuse(`${file}: ${name} is in lines ${first} and ${line}; keep one`);
    lineOf.set(name, line);
  }
};
