import { expect } from 'chai';
import { rules } from '../../../services/operations/pipeline/rules.js';
import { alerts } from '../support/queries.js';

/** Where both look at the same figure. A count that has to be above 0 is 1. */
const pairs = [
  ['OrdersUndecided', 'waitingRoom', 'oldestSeconds'],
  ['ProjectorLags', 'projector', 'oldestSeconds'],
  ['OutboxOld', 'outbox', 'oldestSeconds'],
  ['ConsumerLags', 'consumers', 'backlog'],
  ['EventsQuarantined', 'quarantine', 'backlog'],
  ['MessagesQuarantined', 'quarantine', 'backlog'],
  ['OutboxQuarantined', 'quarantine', 'backlog'],
  ['DeadLetters', 'deadLetters', 'backlog'],
] as const;

const levels = { page: 'alarm', ticket: 'warn' } as const;

describe('The limits of the alerts', () => {
  for (const [name, hop, figure] of pairs)
    it(`of ${name} are those at which the console colours ${hop}`, () => {
      const alert = alerts.find((each) => each.alert === name);
      const limit = Number(/ > (\d+)$/.exec(alert?.expr ?? '')?.[1]);
      const level = levels[alert?.labels?.severity as keyof typeof levels];

      expect(rules[hop][level][figure]).to.equal(Math.max(1, limit));
    });
});
