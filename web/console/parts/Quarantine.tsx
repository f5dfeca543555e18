import { useState } from 'preact/hooks';
import { Dialog } from '../../ui/Dialog.js';
import { TextField } from '../../ui/Field.js';
import { counted } from '../../ui/format.js';
import { api } from '../state/operator.js';
import { type Action, useAction } from '../state/useAction.js';
import { useReading } from '../state/useReading.js';
import { Empty, Outcome, Panel, Read } from './States.js';

type Waiting = Readonly<{ id: string } & Record<string, unknown>>;

export const Quarantine = () => {
  const reading = useReading(async () => (await api.get('/api/operations/quarantine')).body, {
    key: 'quarantine',
    everyMs: 10_000,
  });
  const [skipped, setSkipped] = useState<string | null>(null);
  const action = useAction();
  const retry = async (id: string): Promise<void> => {
    const path = '/api/operations/quarantine/{id}/retry';
    await action.run(() => api.post(path, { params: { id } }), 'It is tried once more.');
    reading.reload();
  };

  return (
    <Panel title="Quarantine" about="Events and messages that wait for a person, or a release.">
      <Outcome action={action} />
      <Read reading={reading}>
        {({ quarantined, total }) =>
          total === 0 ? (
            <Empty icon="check" title="Nothing waits" />
          ) : (
            <>
              <p>{counted(total, 'waits', 'wait')}</p>
              <ul class="stack tight">
                {(quarantined as readonly Waiting[]).map((each) => (
                  <Item
                    key={each.id}
                    item={each}
                    action={action}
                    onRetry={() => void retry(each.id)}
                    onSkip={() => setSkipped(each.id)}
                  />
                ))}
              </ul>
            </>
          )
        }
      </Read>
      {skipped !== null && (
        <SkipDialog
          id={skipped}
          action={action}
          onClose={() => {
            setSkipped(null);
            reading.reload();
          }}
        />
      )}
    </Panel>
  );
};

type ItemProps = Readonly<{
  item: Waiting;
  action: Action;
  onRetry: () => void;
  onSkip: () => void;
}>;

const Item = ({ item, action, onRetry, onSkip }: ItemProps) => (
  <li class="stack tight">
    <details>
      <summary>
        <strong class="mono">{item.id}</strong>{' '}
        <span class="small muted">{typeof item['error'] === 'string' && item['error']}</span>
      </summary>
      <pre class="data" tabIndex={0}>
        {JSON.stringify(item, null, 2)}
      </pre>
    </details>
    <div class="row">
      <button class="button small" type="button" disabled={action.isBusy} onClick={onRetry}>
        Try again
      </button>
      <button class="button small danger" type="button" disabled={action.isBusy} onClick={onSkip}>
        Skip …
      </button>
    </div>
  </li>
);

type SkipProps = Readonly<{ id: string; action: Action; onClose: () => void }>;

const SkipDialog = ({ id, action, onClose }: SkipProps) => {
  const [reason, setReason] = useState('');
  const skip = async (event: Event): Promise<void> => {
    event.preventDefault();
    const options = { params: { id }, body: { reason } };
    const path = '/api/operations/quarantine/{id}/skip';
    if (await action.run(() => api.post(path, options), 'It is skipped.')) onClose();
  };

  return (
    <Dialog title={`Skip ${id}`} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void skip(event)}>
        <p>What waits behind it goes on without it, for good. The reason is kept.</p>
        <TextField label="Reason" required value={reason} onText={setReason} />
        <Outcome action={action} />
        <button class="button primary danger-fill" type="submit" disabled={action.isBusy}>
          Skip it for good
        </button>
      </form>
    </Dialog>
  );
};
