import { useEffect, useRef, useState } from 'preact/hooks';
import { counted, dateTime } from '../../ui/format.js';
import { Icon } from '../../ui/Icon.js';
import { notifications, readAll, unread } from '../state/notifications.js';
import { addressOf } from '../state/router.js';

/** What the shop has said, with the number of those that have not been read. */
export const NotificationMenu = () => {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const closeOutside = ({ target }: Event): void => {
      if (target instanceof Node && place.current?.contains(target) !== true) setOpen(false);
    };
    addEventListener('pointerdown', closeOutside);
    addEventListener('focusin', closeOutside);

    return () => {
      removeEventListener('pointerdown', closeOutside);
      removeEventListener('focusin', closeOutside);
    };
  }, [isOpen]);

  return (
    <div
      class="notification-menu"
      ref={place}
      onKeyDown={({ key }) => {
        if (key === 'Escape') setOpen(false);
      }}
    >
      <button
        type="button"
        class="icon-button"
        aria-expanded={isOpen}
        aria-label={`Notifications, ${unread.value} unread`}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="notification" />
        {unread.value > 0 && <span class="count number">{unread.value}</span>}
      </button>
      {isOpen && <List onChoose={() => setOpen(false)} />}
    </div>
  );
};

const List = ({ onChoose }: Readonly<{ onChoose: () => void }>) => (
  <section class="card popover stack" aria-label="Notifications">
    <div class="row apart">
      <h2 class="popover-title">Notifications</h2>
      <button
        type="button"
        class="button plain small"
        disabled={unread.value === 0}
        onClick={() => void readAll().catch(() => undefined)}
      >
        Read all
      </button>
    </div>
    {notifications.value.length === 0 ? (
      <p class="muted">Nothing yet. Once you have bought something, the news come here.</p>
    ) : (
      <ul class="notifications" aria-label={counted(notifications.value.length, 'notification')}>
        {notifications.value.map(({ id, orderId, message, createdAt, readAt }) => (
          <li key={id} class={readAt === null ? 'unread' : ''}>
            <a href={addressOf({ name: 'order', id: orderId })} onClick={onChoose}>
              {message}
            </a>
            <span class="small muted">
              {readAt === null && <span class="hidden-but-read">Unread. </span>}
              {dateTime(createdAt)}
            </span>
          </li>
        ))}
      </ul>
    )}
  </section>
);
