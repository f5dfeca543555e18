/** A line of Prometheus text: one value of a metric with its labels. */
export type MetricValue = Readonly<{
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}>;

const line = /^(quicksale_\w+)(?:\{(.*)\})? (\S+)$/;
const label = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads our own metrics out of Prometheus text; what has no number is left out. */
export const parseMetrics = (text: string): MetricValue[] =>
  text.split('\n').flatMap((each) => {
    const [, name, labels = '', value] = line.exec(each) ?? [];
    const number = Number(value);

    return name === undefined || Number.isNaN(number)
      ? []
      : [{ name, labels: parseLabels(labels), value: number }];
  });

const parseLabels = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(label)].map(([, name = '', value = '']) => [name, value]));
