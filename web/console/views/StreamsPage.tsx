import { useState } from 'preact/hooks';
import type { components } from '../../client/apiTypes.js';
import { TextField } from '../../ui/Field.js';
import { count, dateTime } from '../../ui/format.js';
import { EventList } from '../parts/EventList.js';
import { Empty, Heading, Panel, Read } from '../parts/States.js';
import { api } from '../state/operator.js';
import { linkTo, place } from '../state/place.js';
import { useReading } from '../state/useReading.js';

export const StreamsPage = () =>
  place.value.id === '' ? <StreamList /> : <Stream key={place.value.id} name={place.value.id} />;

const StreamList = () => {
  const [prefix, setPrefix] = useState('');
  const [before, setBefore] = useState<string | null>(null);
  const reading = useReading(
    async () =>
      (
        await api.get('/api/streams', {
          query: {
            limit: 50,
            ...(prefix !== '' && { prefix }),
            ...(before !== null && { before }),
          },
        })
      ).body,
    { key: `${prefix} ${before ?? ''}`, ...(before === null && { everyMs: 5_000 }) },
  );

  return (
    <>
      <Heading title="Streams" about="What was written last, in the event store itself." />
      <TextField
        label="Begins with"
        type="search"
        hint="order-, inventory-, productName- or a whole name"
        value={prefix}
        onText={(text) => {
          setPrefix(text.trim());
          setBefore(null);
        }}
      />
      <Panel title="Last written">
        <Read reading={reading} lines={8}>
          {({ streams, next }) => (
            <>
              <Found streams={streams} isWhole={next === null} />
              <div class="row">
                {before !== null && (
                  <button class="button small" type="button" onClick={() => setBefore(null)}>
                    Newest
                  </button>
                )}
                {next !== null && (
                  <button class="button small" type="button" onClick={() => setBefore(next)}>
                    Older
                  </button>
                )}
              </div>
            </>
          )}
        </Read>
      </Panel>
    </>
  );
};

type FoundProps = Readonly<{
  streams: readonly components['schemas']['StreamList']['streams'][number][];
  /** Whether the log was searched to its beginning. */
  isWhole: boolean;
}>;

const Found = ({ streams, isWhole }: FoundProps) =>
  streams.length === 0 ? (
    <Empty icon="search" title="No such stream here">
      {isWhole ? 'The whole log was searched.' : 'An older part may have some.'}
    </Empty>
  ) : (
    <ul class="rows">
      {streams.map((stream) => (
        <li key={stream.name}>
          <a class="row-link" href={linkTo('streams', stream.name)}>
            <span class="mono break">{stream.name}</span>
            <span class="small muted number">
              {stream.lastType} · revision {count(stream.revision)} · {dateTime(stream.lastAt)}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );

const pageSize = 20;

const Stream = ({ name }: Readonly<{ name: string }>) => {
  const [from, setFrom] = useState<number | null>(null);
  const reading = useReading(
    async () =>
      (
        await api.get('/api/streams/{name}', {
          params: { name },
          query: { limit: pageSize, ...(from !== null && { from: String(from) }) },
        })
      ).body,
    { key: `${name} ${from ?? ''}`, ...(from === null && { everyMs: 5_000 }) },
  );

  return (
    <>
      <p class="small">
        <a href={linkTo('streams')}>All streams</a>
      </p>
      <h1 class="mono break stream-name">{name}</h1>
      <Read reading={reading} lines={8}>
        {({ events, next }) => (
          <>
            <EventList events={events} />
            <div class="row">
              {from !== null && (
                <button class="button small" type="button" onClick={() => setFrom(null)}>
                  Newest
                </button>
              )}
              {next !== null && (
                <button class="button small" type="button" onClick={() => setFrom(next)}>
                  Older
                </button>
              )}
            </div>
          </>
        )}
      </Read>
    </>
  );
};
