import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { now } from '../../ui/time.js';

export type Line = Readonly<{ label: string; color: string; unit?: string }>;

export type ChartData = readonly [readonly number[], ...(readonly (number | null)[])[]];

type Props = Readonly<{
  /** For those who do not see it. */
  summary: string;
  lines: readonly Line[];
  /** Seconds since 1970, and the values of each line. */
  data: ChartData;
  /** In seconds since 1970: a moment to mark, such as the last unit sold. */
  marked?: number | null;
}>;

const height = 190;

const tokenOf = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Lines over time. They are drawn anew when the page gets another width or theme. */
export const Chart = ({ summary, lines, data, marked = null }: Props) => {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const mark = useRef(marked);
  mark.current = marked;
  const names = lines.map(({ label }) => label).join();
  useEffect(() => {
    const { current: parent } = place;
    if (parent === null) return;
    const draw = (): void => {
      plot.current?.destroy();
      plot.current = new uPlot(optionsOf(parent, lines, mark), toPlotData(data), parent);
    };
    draw();
    const widths = new ResizeObserver(() =>
      plot.current?.setSize({ width: parent.clientWidth, height }),
    );
    widths.observe(parent);
    const themes = matchMedia('(prefers-color-scheme: dark)');
    themes.addEventListener('change', draw);

    return () => {
      widths.disconnect();
      themes.removeEventListener('change', draw);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [names]);
  useEffect(() => plot.current?.setData(toPlotData(data)), [data]);

  return (
    <figure class="chart">
      <div ref={place} aria-hidden="true" />
      <figcaption class="row small">
        <span class="hidden-but-read">{summary}</span>
        {lines.map(({ label, color, unit = '' }, index) => (
          <span class="key" key={label}>
            <span class={`dot ${color}`} /> {label}{' '}
            <strong class="number">{shown(data[index + 1]?.at(-1), unit)}</strong>
          </span>
        ))}
      </figcaption>
    </figure>
  );
};

const shown = (value: number | null | undefined, unit: string): string =>
  value === null || value === undefined ? '–' : `${Math.round(value * 10) / 10}${unit}`;

const toPlotData = (data: ChartData): uPlot.AlignedData => data.map((each) => [...each]) as never;

const optionsOf = (
  parent: HTMLElement,
  lines: readonly Line[],
  mark: Readonly<{ current: number | null }>,
): uPlot.Options => {
  const axis = {
    stroke: tokenOf('--muted'),
    grid: { stroke: tokenOf('--line'), width: 1 },
    ticks: { show: false },
    font: `12px ${tokenOf('--font')}`,
  };

  return {
    width: parent.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false },
    scales: {
      x: { range: lastMinutes },
      y: { range: (_, _min, max) => [0, Math.max(1, max * 1.1)] },
    },
    axes: [axis, { ...axis, size: 44 }],
    hooks: { draw: [(drawn) => drawMark(drawn, mark.current)] },
    series: [
      {},
      ...lines.map(({ label, color }) => ({
        label,
        stroke: tokenOf(`--${color}`),
        width: 2,
        points: { show: false },
      })),
    ],
  };
};

/** At least a minute: of one point alone the library would show years. */
const lastMinutes = ({ data: [times] }: uPlot): [number, number] => {
  const end = times.at(-1) ?? Math.floor(now.value / 1000);

  return [Math.min(times[0] ?? end, end - 60), end];
};

const drawMark = (plot: uPlot, at: number | null): void => {
  if (at === null) return;
  const x = plot.valToPos(at, 'x', true);
  const { left, top, width, height: tall } = plot.bbox;
  if (x < left || x > left + width) return;
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = tokenOf('--text');
  ctx.setLineDash([4, 4]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + tall);
  ctx.stroke();
  ctx.restore();
};
