const currencies = new Map<string, Intl.NumberFormat>();

/** Of a decimal amount, in the reader's own way of writing. */
export const money = (amount: number, currency: string): string => {
  const format =
    currencies.get(currency) ?? new Intl.NumberFormat(undefined, { style: 'currency', currency });
  currencies.set(currency, format);

  return format.format(amount);
};

const counts = new Intl.NumberFormat();

export const count = (value: number): string => counts.format(value);

/** `one` or `many` with the number in front. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const dateTime = (iso: string): string => dayAndTime.format(new Date(iso));

const two = (value: number): string => String(value).padStart(2, '0');

/** Of a duration: `2 d 03:04:05`, `03:04:05` or `04:05`. Rounds up, so that 0 is the end. */
export const countdown = (durationMs: number): string => {
  const seconds = Math.max(0, Math.ceil(durationMs / 1000));
  const [days, hours] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24];
  const clock = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (days > 0) return `${days} d ${two(hours)}:${clock}`;

  return hours > 0 ? `${two(hours)}:${clock}` : clock;
};

/** Of a short duration: `41 ms`, `3.2 s`. */
export const milliseconds = (durationMs: number): string =>
  durationMs < 1000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(1)} s`;
