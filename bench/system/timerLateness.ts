/**
 * Returns by how many seconds the latest timer of the gateway's process was late since the last
 * call. The first call begins to measure.
 */
export const timerLateness = async (gateway: string): Promise<number> => {
  const text = await (await fetch(`${gateway}/metrics`)).text();
  const [, seconds] = /^nodejs_eventloop_lag_max_seconds ([0-9.e+-]+)$/m.exec(text) ?? [];

  return Number(seconds);
};
