/** What V8's profiler writes, as far as it is read here. */
export type CpuProfile = Readonly<{
  nodes: readonly ProfileNode[];
  samples: readonly number[];
  /** µs that passed before each sample. */
  timeDeltas: readonly number[];
}>;

type ProfileNode = Readonly<{
  id: number;
  callFrame: Readonly<{ functionName: string; url: string; lineNumber: number }>;
  children?: readonly number[];
}>;

/**
 * A function as it was called from one place, with the µs that were spent in it and in what it
 * called.
 */
export type Call = Readonly<{ name: string; url: string; micros: number; calls: readonly Call[] }>;

/** The root of all calls; the time in which nothing ran is left out. */
export const toCallTree = ({ nodes, samples, timeDeltas }: CpuProfile): Call => {
  const own = new Map<number, number>();
  samples.forEach((id, index) => own.set(id, (own.get(id) ?? 0) + (timeDeltas[index] ?? 0)));
  const byId = new Map(nodes.map((node) => [node.id, node]));

  const toCall = ({ id, callFrame, children = [] }: ProfileNode): Call => {
    const calls = children
      .flatMap((child) => byId.get(child) ?? [])
      .filter((node) => node.callFrame.functionName !== '(idle)')
      .map(toCall);
    const micros = (own.get(id) ?? 0) + calls.reduce((sum, call) => sum + call.micros, 0);

    return { name: nameOf(callFrame), url: callFrame.url, micros, calls };
  };
  const [root] = nodes;
  if (root === undefined) throw new Error('The profile is empty');

  return toCall(root);
};

const nameOf = ({ functionName, url, lineNumber }: ProfileNode['callFrame']): string => {
  const place = url.replace(/^.*node_modules\//, '').replace(/^dist\//, '');

  return [
    functionName || 'anonymous',
    ...(place === '' ? [] : [`${place}:${lineNumber + 1}`]),
  ].join(' ');
};
