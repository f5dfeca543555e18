import type { User } from '../../client/index.js';
import { dateTime } from '../../ui/format.js';
import { api } from '../state/operator.js';
import { linkTo } from '../state/place.js';
import { useAction } from '../state/useAction.js';
import { useReading } from '../state/useReading.js';
import { Empty, Outcome, Panel, Read } from './States.js';

/** Users with this text in their e-mail address. */
export const Buyers = ({ search }: Readonly<{ search: string }>) => {
  const reading = useReading(
    async () => (await api.get('/api/users', { query: { search, limit: 10 } })).body,
    { key: search },
  );

  return (
    <Panel title="Buyers">
      <Read reading={reading} lines={2}>
        {({ users }) =>
          users.length === 0 ? (
            <Empty icon="user" title="Nobody has such an address" />
          ) : (
            <ul class="rows">
              {users.map((user) => (
                <UserRow key={user.id} user={user} onChanged={reading.reload} />
              ))}
            </ul>
          )
        }
      </Read>
    </Panel>
  );
};

export const Buyer = ({ userId }: Readonly<{ userId: string }>) => {
  const reading = useReading(
    async () => (await api.get('/api/users/{id}', { params: { id: userId } })).body,
    { key: userId },
  );

  return (
    <Read reading={reading} lines={2}>
      {(user) => (
        <ul class="card panel">
          <UserRow user={user} onChanged={reading.reload} />
        </ul>
      )}
    </Read>
  );
};

type Props = Readonly<{ user: User; onChanged: () => void }>;

const UserRow = ({ user, onChanged }: Props) => {
  const action = useAction();
  const { id, email, role, isActive, createdAt } = user;
  const change = async (body: object, done: string): Promise<void> => {
    const options = { params: { id }, body: body };
    if (await action.run(() => api.patch('/api/users/{id}', options), done)) onChanged();
  };

  return (
    <li class="stack tight user">
      <div class="row apart">
        <span>
          <a class="break" href={linkTo('orders', `user:${id}`)}>
            {email}
          </a>{' '}
          {role === 'admin' && <span class="badge accent">operator</span>}{' '}
          {!isActive && <span class="badge bad">locked</span>}
          <br />
          <span class="small muted">since {dateTime(createdAt)}</span>
        </span>
        <span class="row">
          <button
            class="button small"
            type="button"
            disabled={action.isBusy}
            onClick={() =>
              void change(
                { isActive: !isActive },
                isActive ? 'Locked and signed out.' : 'Unlocked.',
              )
            }
          >
            {isActive ? 'Lock' : 'Unlock'}
          </button>
          <button
            class="button small"
            type="button"
            disabled={action.isBusy}
            onClick={() =>
              void change(
                { role: role === 'admin' ? 'customer' : 'admin' },
                role === 'admin' ? 'A customer now.' : 'An operator now.',
              )
            }
          >
            {role === 'admin' ? 'Demote' : 'Make operator'}
          </button>
        </span>
      </div>
      <Outcome action={action} />
    </li>
  );
};
