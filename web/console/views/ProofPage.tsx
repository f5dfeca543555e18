import type { components } from '../../client/apiTypes.js';
import { counted } from '../../ui/format.js';
import { Icon, type IconName } from '../../ui/Icon.js';
import { Heading, Panel, Read } from '../parts/States.js';
import { api } from '../state/operator.js';
import { useReading } from '../state/useReading.js';

type Check = components['schemas']['OperationsChecks']['checks'][number];

const titles: Readonly<Record<Check['id'], readonly [title: string, about: string, one: string]>> =
  {
    stockAddsUp: [
      'Stock adds up',
      'No product has more units reserved than on hand, or more in orders than reserved.',
      'product',
    ],
    rowsMatchStreams: [
      'Rows match their streams',
      'The products that changed last say what the last event of their stream says.',
      'product',
    ],
    quarantineEmpty: ['Nothing in quarantine', 'No event or message waits for a person.', 'entry'],
    deadLettersEmpty: ['No dead letters', 'Every message could be handled.', 'letter'],
  };

const states: Readonly<Record<Check['state'], readonly [string, string, IconName]>> = {
  ok: ['good', 'holds', 'check'],
  broken: ['bad', 'broken', 'alert'],
  unknown: ['', 'unknown', 'minus'],
};

export const ProofPage = () => {
  const reading = useReading(async () => (await api.get('/api/operations/checks')).body, {
    key: 'checks',
    everyMs: 15_000,
  });

  return (
    <>
      <Heading title="Proof" about="What must always be so, looked at every 15 seconds.">
        <button class="button" type="button" onClick={reading.reload}>
          Check now
        </button>
      </Heading>
      <Read reading={reading} lines={8}>
        {({ checks }) => (
          <ul class="checks">
            {checks.map((check) => (
              <CheckBox key={check.id} check={check} />
            ))}
          </ul>
        )}
      </Read>
      <Panel
        title="The whole proof"
        about="Every row against every event; minutes on a large shop."
      >
        <p>
          An operator runs it beside the live system. It says what is different, and changes
          nothing:
        </p>
        <pre class="data" tabIndex={0}>
          npm run projections -- rebuild --check
        </pre>
      </Panel>
    </>
  );
};

const CheckBox = ({ check }: Readonly<{ check: Check }>) => {
  const [title, about, one] = titles[check.id];
  const [tone, text, icon] = states[check.state];
  const isCount = check.id === 'stockAddsUp' || check.id === 'rowsMatchStreams';

  return (
    <li class={`card panel stack tight hop ${tone}`}>
      <div class="row apart">
        <h2>{title}</h2>
        <span class={`badge ${tone}`}>
          <Icon name={icon} /> {text}
        </span>
      </div>
      <p class="muted">{about}</p>
      <p class="small number">
        {isCount && `${counted(check.looked, one)} looked at`}
        {!isCount && check.broken > 0 && counted(check.broken, one, `${one}s`)}
      </p>
      {check.examples.map((example) => (
        <p class="mono" key={example}>
          {example}
        </p>
      ))}
    </li>
  );
};
