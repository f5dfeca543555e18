import { useMemo } from 'preact/hooks';
import { useSummary } from '../state/summary.js';
import { Chart } from './Chart.js';
import { Panel, Read } from './States.js';

/** What comes in at the door, of all products, for as long as this page has been open. */
export const DoorCharts = () => {
  const { reading, history } = useSummary();
  const data = useMemo(() => {
    const times = history.map(({ at }) => at);
    const clicks = history.map(({ door }) => door.clicks);
    const admitted = history.map(({ door }) => door.admitted);
    const refused = history.map(({ door }) => door.refused);
    const busy = history.map(({ door }) => door.busy);
    const answer = history.map(({ clickToAnswer }) => clickToAnswer.p99Ms);
    const half = history.map(({ clickToAnswer }) => clickToAnswer.p50Ms);
    const push = history.map(({ clickToPush }) => clickToPush.p99Ms);
    const halfPush = history.map(({ clickToPush }) => clickToPush.p50Ms);

    return {
      door: [times, clicks, admitted, refused, busy] as const,
      latency: [times, half, answer, halfPush, push] as const,
    };
  }, [history]);

  return (
    <div class="two">
      <Panel title="At the door, per second" about="Clicks of all products, since you look.">
        <Read reading={reading}>
          {() => (
            <Chart
              summary="Clicks, admitted, refused and busy per second"
              lines={[
                { label: 'clicks', color: 'series-1' },
                { label: 'admitted', color: 'series-2' },
                { label: 'refused', color: 'series-3' },
                { label: 'busy', color: 'series-4' },
              ]}
              data={data.door}
            />
          )}
        </Read>
      </Panel>
      <Panel title="Latency" about="Click to answer, and click to push, in milliseconds.">
        <Read reading={reading}>
          {() => (
            <Chart
              summary="Half and 99 % of answers and pushes, in milliseconds"
              lines={[
                { label: 'answer p50', color: 'series-1', unit: ' ms' },
                { label: 'p99', color: 'series-4', unit: ' ms' },
                { label: 'push p50', color: 'series-2', unit: ' ms' },
                { label: 'p99 ', color: 'series-3', unit: ' ms' },
              ]}
              data={data.latency}
            />
          )}
        </Read>
      </Panel>
    </div>
  );
};
