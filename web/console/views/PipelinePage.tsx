import { count } from '../../ui/format.js';
import { Icon, type IconName } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { DeadLetters } from '../parts/DeadLetters.js';
import { Quarantine } from '../parts/Quarantine.js';
import { Heading, Panel, Read } from '../parts/States.js';
import { type Summary, useSummary } from '../state/summary.js';

type Hop = Summary['hops'][number];

const hops: Readonly<Record<Hop['id'], readonly [title: string, counted: string]>> = {
  waitingRoom: ['Waiting room', 'buyers wait for room'],
  eventStore: ['Event store', 'appends wait'],
  projector: ['Projector', 'events not projected'],
  outbox: ['Outbox', 'messages unpublished'],
  consumers: ['Consumers', 'messages unread'],
  sockets: ['Sockets', 'connected'],
  quarantine: ['Quarantine', 'wait for a person'],
  deadLetters: ['Dead letters', 'could not be handled'],
};

const states: Readonly<Record<Hop['state'], readonly [string, string, IconName]>> = {
  ok: ['good', 'fine', 'check'],
  warn: ['warn', 'slow', 'clock'],
  alarm: ['bad', 'alarm', 'alert'],
  unknown: ['', 'unknown', 'minus'],
};

export const PipelinePage = () => {
  const { reading } = useSummary();

  return (
    <>
      <Heading title="Pipeline" about="The way of an order, and what waits at each hop." />
      <Read reading={reading} lines={8}>
        {(summary) => (
          <>
            <Unreachable names={summary.unreachable} />
            <ol class="hops">
              {summary.hops.map((hop) => (
                <HopBox key={hop.id} hop={hop} />
              ))}
            </ol>
            <Lags lags={summary.consumers} />
            {summary.prometheusUrl !== null && (
              <p>
                <a href={summary.prometheusUrl}>Prometheus has their history</a>
              </p>
            )}
          </>
        )}
      </Read>
      <div class="two">
        <Quarantine />
        <DeadLetters />
      </div>
    </>
  );
};

const Unreachable = ({ names }: Readonly<{ names: readonly string[] }>) =>
  names.length === 0 ? null : (
    <Notice tone="warn" icon="offline">
      No metrics of {names.join(', ')}: what they count is unknown.
    </Notice>
  );

const HopBox = ({
  hop: { id, state, backlog, oldestSeconds, perSecond },
}: Readonly<{ hop: Hop }>) => {
  const [title, counted] = hops[id];
  const [tone, text, icon] = states[state];

  return (
    <li class={`hop card ${tone}`}>
      <div class="row apart">
        <h2>{title}</h2>
        <span class={`badge ${tone}`}>
          <Icon name={icon} /> {text}
        </span>
      </div>
      <p>
        <span class="figure number">{backlog === null ? '–' : count(backlog)}</span>{' '}
        <span class="small muted">{counted}</span>
      </p>
      <p class="row small muted number">
        <span>{perSecond === null ? '–' : `${rounded(perSecond)} per s`}</span>
        {oldestSeconds !== null && <span>oldest {rounded(oldestSeconds)} s</span>}
      </p>
    </li>
  );
};

const rounded = (value: number): string => count(Math.round(value * 10) / 10);

const Lags = ({ lags }: Readonly<{ lags: Summary['consumers'] }>) => (
  <Panel title="Consumers" about="Messages that a group has not read, by topic.">
    {lags.length === 0 ? (
      <p class="muted">No consumer has told its lag.</p>
    ) : (
      <div class="scroll" tabIndex={0} role="group" aria-label="Lag of consumers">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Group</th>
              <th scope="col">Topic</th>
              <th scope="col" class="right">
                Lag
              </th>
            </tr>
          </thead>
          <tbody>
            {lags.map(({ group, topic, lag }) => (
              <tr key={`${group} ${topic}`}>
                <td>{group}</td>
                <td class="mono">{topic}</td>
                <td class="number right">{count(lag)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </Panel>
);
