import type { ComponentChildren } from 'preact';
import type { ApiProblem } from '../../client/index.js';
import { Icon, type IconName } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import type { Action } from '../state/useAction.js';
import type { Reading } from '../state/useReading.js';

type ReadProps<T> = Readonly<{
  reading: Reading<T>;
  /** In lines of text, while nothing has been read yet. */
  lines?: number;
  children: (value: T) => ComponentChildren;
}>;

/** What was read; bones before that, and a word above it while it cannot be read anew. */
export const Read = <T,>({ reading, lines = 4, children }: ReadProps<T>) => {
  const { value, problem, reload } = reading;

  return (
    <>
      {problem !== null && <Unreadable problem={problem} isOld={value !== null} onRetry={reload} />}
      {value === null && problem === null && <Bones lines={lines} />}
      {value !== null && children(value)}
    </>
  );
};

const Bones = ({ lines }: Readonly<{ lines: number }>) => (
  <div class="stack tight" role="status" aria-label="Loading">
    {Array.from({ length: lines }, (_, line) => (
      <div class="bone line" key={line}>
        &nbsp;
      </div>
    ))}
  </div>
);

type UnreadableProps = Readonly<{ problem: ApiProblem; isOld: boolean; onRetry: () => void }>;

const Unreadable = ({ problem, isOld, onRetry }: UnreadableProps) => (
  <Notice tone={isOld ? 'warn' : 'bad'} icon={problem.status === 0 ? 'offline' : 'alert'}>
    <div class="row apart">
      <span>
        {sentenceOf(problem)} {isOld && 'What you see is from before.'}
      </span>
      <button class="button small" type="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  </Notice>
);

const sentences: Readonly<Record<string, string>> = {
  NO_RESPONSE: 'The server cannot be reached.',
  RATE_LIMITED: 'Too many requests in a minute; it goes on by itself.',
  UPSTREAM_UNAVAILABLE: 'The service behind this does not respond.',
  UPSTREAM_TIMEOUT: 'The service behind this took too long.',
  EVENT_STORE_UNAVAILABLE: 'The event store does not respond.',
  DATABASE_UNAVAILABLE: 'The database does not respond.',
  KAFKA_UNAVAILABLE: 'Kafka does not respond in time.',
  STREAM_NOT_FOUND: 'There is no such stream.',
  ORDER_NOT_FOUND: 'There is no such order.',
  LAST_ADMIN: 'Nobody else is an admin: make somebody one before.',
  NOT_PAID: 'It has to be paid before it is shipped.',
  ORDER_NOT_CONFIRMED: 'The order is not confirmed.',
  ORDER_NOT_CANCELLABLE: 'The order has been shipped already.',
  VERSION_STALE: 'It has changed meanwhile; this is how it is now.',
};

const sentenceOf = ({ code, detail }: ApiProblem): string => sentences[code] ?? detail;

type EmptyProps = Readonly<{ icon: IconName; title: string; children?: ComponentChildren }>;

export const Empty = ({ icon, title, children }: EmptyProps) => (
  <div class="empty">
    <Icon name={icon} />
    <p>
      <strong>{title}</strong>
    </p>
    {children !== undefined && <p class="muted">{children}</p>}
  </div>
);

/** What became of a change: read out when it appears. */
export const Outcome = ({ action: { problem, done } }: Readonly<{ action: Action }>) => (
  <div aria-live="polite">
    {problem !== null && <Notice tone="bad">{sentenceOf(problem)}</Notice>}
    {done !== null && (
      <Notice tone="good" icon="check">
        {done}
      </Notice>
    )}
  </div>
);

type HeadingProps = Readonly<{ title: string; about: string; children?: ComponentChildren }>;

export const Heading = ({ title, about, children }: HeadingProps) => (
  <div class="row apart heading">
    <div>
      <h1>{title}</h1>
      <p class="muted">{about}</p>
    </div>
    {children}
  </div>
);

/** A part of a page, with its title. */
export const Panel = ({
  title,
  about,
  children,
}: Readonly<{ title: string; about?: string; children: ComponentChildren }>) => (
  <section class="card panel stack" aria-label={title}>
    <div>
      <h2>{title}</h2>
      {about !== undefined && <p class="small muted">{about}</p>}
    </div>
    {children}
  </section>
);
