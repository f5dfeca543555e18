import { counted, dateTime } from '../../ui/format.js';
import { api } from '../state/operator.js';
import { useAction } from '../state/useAction.js';
import { useReading } from '../state/useReading.js';
import { Empty, Outcome, Panel, Read } from './States.js';

export const DeadLetters = () => {
  const reading = useReading(async () => (await api.get('/api/operations/dead-letters')).body, {
    key: 'dead letters',
    everyMs: 30_000,
  });
  const action = useAction();
  const retry = async (): Promise<void> => {
    await action.run(
      () => api.post('/api/operations/dead-letters/retry'),
      'They are sent once more.',
    );
    reading.reload();
  };

  return (
    <Panel title="Dead letters" about="Messages that could never be handled.">
      <Outcome action={action} />
      <Read reading={reading}>
        {({ deadLetters, total }) =>
          total === 0 ? (
            <Empty icon="check" title="None" />
          ) : (
            <>
              <div class="row apart">
                <span>{counted(total, 'letter')}</span>
                <button
                  class="button small"
                  type="button"
                  disabled={action.isBusy}
                  onClick={() => void retry()}
                >
                  Send all once more
                </button>
              </div>
              <ul class="stack tight">
                {deadLetters.map((letter) => (
                  <li key={`${letter.topic}/${letter.partition}/${letter.offset}`}>
                    <details>
                      <summary>
                        <strong>{letter.type ?? 'without a type'}</strong>{' '}
                        <span class="small muted">
                          {letter.topic} · {letter.group} · {timeOf(letter.time)}
                        </span>
                      </summary>
                      <p class="small">{letter.error}</p>
                      <pre class="data" tabIndex={0}>
                        {letter.value ?? 'empty'}
                      </pre>
                    </details>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Read>
    </Panel>
  );
};

const timeOf = (time: string): string => (Number.isNaN(Date.parse(time)) ? time : dateTime(time));
