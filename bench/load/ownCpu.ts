/**
 * Starts counting; returns a function that returns the CPU microseconds that this process has
 * used since.
 */
export const ownCpu = (): (() => number) => {
  const before = process.cpuUsage();

  return () => {
    const { user, system } = process.cpuUsage(before);

    return user + system;
  };
};
