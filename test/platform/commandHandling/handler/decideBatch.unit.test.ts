import { expect } from 'chai';
import { DomainError } from '../../../../domain/decider.js';
import { decideBatch } from '../../../../platform/commandHandling/handler/decideBatch.js';
import { type Add, context, counterDecider } from '../../../support/builders/counter.js';

describe('Deciding a batch', () => {
  it('decides each command on the state that those before it leave behind', () => {
    const { events, state, decisions } = decide([add(1), add(2), add(3)]);

    expect(state).to.equal(6);
    expect(events.map(({ data }) => data)).to.deep.equal([
      { amount: 1 },
      { amount: 2 },
      { amount: 3 },
    ]);
    expect(decisions).to.deep.equal([
      { kind: 'events', state: 1, from: 0, count: 1 },
      { kind: 'events', state: 3, from: 1, count: 1 },
      { kind: 'events', state: 6, from: 2, count: 1 },
    ]);
  });

  it('lets a refused command leave no trace', () => {
    const { events, state, decisions } = decide([add(1), add(-5), add(2)]);

    expect(state).to.equal(3);
    expect(events).to.have.length(2);
    expect(decisions.map(({ kind }) => kind)).to.deep.equal(['events', 'refused', 'events']);
    expect(decisions[1]).to.have.property('error').that.is.instanceOf(DomainError);
  });

  it('refuses events that would not follow on the expected revision', () => {
    const at = (revision: number, amount: number) => ({
      ...add(amount),
      context: { ...context(), expectedRevision: revision },
    });
    const { state, decisions } = decide([at(6, 1), at(6, 1), at(7, 2), at(9, 0), at(9, 4)]);

    expect(decisions.map(({ kind }) => kind)).to.deep.equal([
      ...['events', 'refused', 'events', 'nothing', 'refused'],
    ]);
    expect(state).to.equal(3);
    expect(decisions[1]).to.have.property('error').that.has.property('code', 'VERSION_STALE');
  });

  it('notes where in the batch nothing had to be done', () => {
    const { decisions } = decide([add(1), add(0)]);

    expect(decisions[1]).to.deep.equal({ kind: 'nothing', state: 1, isFinal: false, at: 1 });
  });

  it('gives every event an id of its own that a retry repeats', () => {
    const requests = [add(1), add(2), { ...add(3), command: { ...add(3).command, times: 3 } }];
    const ids = decide(requests).events.map(({ id }) => id);

    expect(new Set(ids)).to.have.length(5);
    expect(decide(requests).events.map(({ id }) => id)).to.deep.equal(ids);
  });

  it('stops before an append grows beyond 1 MiB, and lets a single large command through', () => {
    const large = { ...add(1), command: { ...add(1).command, ballast: 'x'.repeat(400_000) } };
    const giant = { ...add(1), command: { ...add(1).command, ballast: 'x'.repeat(1_200_000) } };

    expect(decide([large, large, large, large]).decisions).to.have.length(2);
    expect(decide([giant, add(1)]).decisions).to.have.length(1);
    expect(decide([add(1), giant]).decisions).to.have.length(1);
  });

  const decide = (requests: readonly { command: Add; context: ReturnType<typeof context> }[]) =>
    decideBatch(
      {
        decider: counterDecider,
        versionOf: () => 1,
        isFinalWithoutRead: () => false,
        next: 7,
        stream: 'counter-1',
      },
      requests,
      0,
    );

  const add = (amount: number) => ({
    command: { type: 'Add', data: {}, amount } as Add,
    context: context(),
  });
});
