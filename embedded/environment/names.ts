/** What others call the same thing. */
const otherNames: Readonly<Record<string, string>> = {
  ESDB_URL: 'EVENTSTORE_URL',
  EVENTSTORE_CONNECTION_STRING: 'EVENTSTORE_URL',
  KURRENTDB_URL: 'EVENTSTORE_URL',
  KURRENTDB_CONNECTION_STRING: 'EVENTSTORE_URL',
  KAFKA_BOOTSTRAP_SERVERS: 'KAFKA_BROKERS',
  KAFKA_URL: 'KAFKA_BROKERS',
  POSTGRES_URL: 'DATABASE_URL',
  POSTGRESQL_URL: 'DATABASE_URL',
};

/**
 * Returns the known variable that a name was probably meant to be: the same words with a letter
 * too many, too few or wrong, or two exchanged, with other underscores or in other case, or what
 * other programs call it. Null when there is none, or when the name itself is known.
 */
export const meantName = (name: string, known: readonly string[]): string | null =>
  misspeltName(name, known) ?? otherNames[name.toUpperCase()] ?? null;

/** The same without what other programs call it. */
export const misspeltName = (name: string, known: readonly string[]): string | null =>
  known.includes(name) ? null : (known.find((candidate) => isNear(name, candidate)) ?? null);

const isNear = (name: string, known: string): boolean => {
  const [words, knownWords] = [wordsOf(name), wordsOf(known)];
  if (words.join('') === knownWords.join('')) return true;
  if (knownWords.length < 2 || words.length !== knownWords.length) return false;
  const different = words.flatMap((word, index) => {
    const wanted = knownWords[index] ?? '';

    return word === wanted ? [] : [[word, wanted] as const];
  });

  return different.length === 1 && different.every(([word, wanted]) => isOneEdit(word, wanted));
};

const wordsOf = (name: string): string[] => name.toUpperCase().split('_').filter(Boolean);

/** One letter more, less, another, or two that follow each other exchanged. */
const isOneEdit = (one: string, other: string): boolean => {
  if (Math.max(one.length, other.length) < 3) return false;
  const start = Array.from(one).findIndex((letter, index) => letter !== other[index]);
  if (start === -1) return other.length <= one.length + 1;
  const [left, right] = [one.slice(start), other.slice(start)];
  const exchanged = left.slice(1, 2) + left.slice(0, 1) + left.slice(2);

  return (
    left.slice(1) === right.slice(1) ||
    left === right.slice(1) ||
    left.slice(1) === right ||
    exchanged === right
  );
};
