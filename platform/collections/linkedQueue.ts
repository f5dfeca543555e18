/**
 * What waits or is under way, in the order in which it was added; anything may be removed.
 *
 * A Set or Map of V8 keeps alive what came and went: when its table is full it makes a new one, to
 * which the old one points, and the old one still names all that was in it then. Once one table
 * has grown old, all later ones live until the whole heap is collected, with what they name: 200
 * objects of 7 KB that come and go made collections take 13 times as long (decision 74). Nothing
 * that was removed is kept by a linked queue.
 */
export type LinkedQueue<T> = Readonly<{
  /** Returns the function that removes it; a second call does nothing. */
  add: (member: T) => () => void;
  /** Removes and returns the one that was added first; undefined when there is none. */
  shift: () => T | undefined;
  size: () => number;
  /** A copy: they may be removed meanwhile. */
  members: () => readonly T[];
}>;

type Link<T> = { member: T | undefined; previous: Link<T> | null; next: Link<T> | null };

export const createLinkedQueue = <T>(): LinkedQueue<T> => {
  const head: Link<T> = { member: undefined, previous: null, next: null };
  let last = head;
  let size = 0;

  const remove = (link: Link<T>): void => {
    const { previous, next } = link;
    if (previous === null) return;
    previous.next = next;
    if (next === null) last = previous;
    else next.previous = previous;
    link.member = undefined;
    link.previous = null;
    link.next = null;
    size -= 1;
  };

  return {
    add: (member) => {
      const link: Link<T> = { member, previous: last, next: null };
      last.next = link;
      last = link;
      size += 1;

      return () => remove(link);
    },
    shift: () => {
      if (head.next === null) return undefined;
      const { member } = head.next;
      remove(head.next);

      return member;
    },
    size: () => size,
    members: () => membersBehind(head),
  };
};

const membersBehind = <T>(head: Link<T>): readonly T[] => {
  const members: T[] = [];
  for (let link = head.next; link !== null; link = link.next)
    if (link.member !== undefined) members.push(link.member);

  return members;
};
