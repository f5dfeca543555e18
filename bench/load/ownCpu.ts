/** Starts counting; the answer is a function that tells the CPU microseconds which this process has used since. */
export const ownCpu = (): (() => number) => {
  const before = process.cpuUsage();

  return () => {
    const { user, system } = process.cpuUsage(before);

    return user + system;
  };
};
