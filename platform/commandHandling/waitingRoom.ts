/** Counts the pieces of work under way, and waits for them. */
export type WaitingRoom = Readonly<{
  isFull: () => boolean;
  add: (work: Promise<unknown>) => void;
  emptied: () => Promise<void>;
}>;

export const createWaitingRoom = (places: number): WaitingRoom => {
  const underWay = new Set<Promise<unknown>>();

  return {
    isFull: () => underWay.size >= places,
    add: (work) => {
      underWay.add(work);
      const leave = () => void underWay.delete(work);
      work.then(leave, leave);
    },
    emptied: async () => {
      await Promise.allSettled(underWay);
    },
  };
};
