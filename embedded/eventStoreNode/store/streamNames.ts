/** `$$orders` holds the metadata of `orders`. */
export const metastreamOf = (stream: string): string => `$$${stream}`;
export const isMetastream = (stream: string): boolean => stream.startsWith('$$');
export const originalOf = (metastream: string): string => metastream.slice(2);

/** A stream that has a name; "" and "$$" are none. */
export const isStreamName = (name: string): boolean => name !== '' && name !== '$$';

const persistentToAll = '$persistentsubscription-$all::';

/** Holds a record for each append without events, which has a position; nobody can name it. */
export const emptyWrites = '';

/** The server's own bookkeeping that `$all` does not show. */
export const isHiddenFromAll = (stream: string): boolean => {
  if (stream === emptyWrites) return true;
  if (!stream.startsWith('$')) return false;
  if (stream === '$epoch-information') return true;

  return (
    stream.startsWith(persistentToAll) &&
    (stream.endsWith('-checkpoint') || stream.endsWith('-parked'))
  );
};
