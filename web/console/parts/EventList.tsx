import type { components } from '../../client/apiTypes.js';
import { count, dateTime } from '../../ui/format.js';
import { linkTo, type PageName } from '../state/place.js';

export type StreamEvent = components['schemas']['StreamEvent'];

type Link = StreamEvent['links'][number];

const pageOf: Readonly<Record<Link['kind'], PageName>> = {
  order: 'orders',
  product: 'sale',
  user: 'orders',
};

/** Events with what they say, and links to what they are about. */
export const EventList = ({ events }: Readonly<{ events: readonly StreamEvent[] }>) => (
  <ol class="events">
    {events.map((event) => (
      <li class="event" key={event.id}>
        <div class="row apart">
          <strong>{event.type}</strong>
          <span class="small muted number">
            revision {count(event.revision)} · {dateTime(event.recordedAt)}
          </span>
        </div>
        <p class="row small">
          {event.links.map((link) => (
            <LinkOf key={link.kind + link.id} link={link} />
          ))}
          {event.userId !== null && <span class="muted">by {short(event.userId)}</span>}
        </p>
        <details>
          <summary class="small">Data and causes</summary>
          <pre class="data" tabIndex={0}>
            {JSON.stringify(event.data, null, 2)}
          </pre>
          <dl class="facts small">
            <dt>Correlation</dt>
            <dd class="mono">{event.correlationId ?? '–'}</dd>
            <dt>Cause</dt>
            <dd class="mono">{event.causationId ?? '–'}</dd>
            <dt>Request</dt>
            <dd class="mono">{event.requestId ?? '–'}</dd>
            <dt>Event</dt>
            <dd class="mono">{event.id}</dd>
            <dt>Position</dt>
            <dd class="mono">{event.position}</dd>
          </dl>
        </details>
      </li>
    ))}
  </ol>
);

const LinkOf = ({ link: { kind, id, stream } }: Readonly<{ link: Link }>) => (
  <span>
    <a href={linkTo(pageOf[kind], kind === 'user' ? `user:${id}` : id)}>
      {kind} {short(id)}
    </a>
    {stream !== null && (
      <>
        {' '}
        (
        <a href={linkTo('streams', stream)} aria-label={`Stream ${stream}`}>
          stream
        </a>
        )
      </>
    )}
  </span>
);

export const short = (id: string): string => id.slice(0, 8);
