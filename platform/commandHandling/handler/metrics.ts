import type { Metrics } from '../../metrics/index.js';

export type CommandMetrics = Readonly<{
  handled: (result: 'events' | 'nothing' | 'refused' | 'failed' | 'busy' | 'late') => void;
  appended: (events: number) => void;
  conflict: () => void;
  retry: () => void;
}>;

const nothing = (): void => undefined;

const silent: CommandMetrics = {
  handled: nothing,
  appended: nothing,
  conflict: nothing,
  retry: nothing,
};

const known = new WeakMap<Metrics, CommandMetrics>();

/**
 * Returns the counters of a service's command handlers, shared by all of them; silent without a
 * registry.
 */
export const commandMetricsOf = (metrics: Metrics | undefined): CommandMetrics => {
  if (metrics === undefined) return silent;
  const counters = known.get(metrics) ?? createCommandMetrics(metrics);
  known.set(metrics, counters);

  return counters;
};

const racesRemembered = 100;

const observeRaces = (metrics: Metrics): ((isLost: boolean) => void) => {
  let share = 0;
  metrics.readGauge({
    name: 'quicksale_append_conflicts_share',
    help: 'Share of the last hundred or so appends that found the stream changed',
    read: () => Promise.resolve(share),
  });

  return (isLost) => {
    share += ((isLost ? 1 : 0) - share) / racesRemembered;
  };
};

const createCommandMetrics = (metrics: Metrics): CommandMetrics => {
  const commands = metrics.counter({
    name: 'quicksale_commands_total',
    help: 'Commands by what became of them',
    labels: ['result'],
  });
  const appends = metrics.counter({
    name: 'quicksale_appends_total',
    help: 'Appends acknowledged',
  });
  const events = metrics.counter({
    name: 'quicksale_appended_events_total',
    help: 'Events in those appends',
  });
  const conflicts = metrics.counter({
    name: 'quicksale_append_conflicts_total',
    help: 'Appends that found the stream changed',
  });
  const noteRace = observeRaces(metrics);
  const retries = metrics.counter({
    name: 'quicksale_append_retries_total',
    help: 'Appends repeated since their outcome was unknown',
  });

  return {
    handled: (result) => commands.inc({ result }),
    appended: (count) => {
      noteRace(false);
      appends.inc();
      events.inc(count);
    },
    conflict: () => {
      noteRace(true);
      conflicts.inc();
    },
    retry: () => retries.inc(),
  };
};
