import { expect } from 'chai';
import { type Command, type Decider, DomainError, type Event } from '../../../domain/decider.js';

/** given(...events).when(command).then(...events) | .thenNothing() | .thenRejects(code) */
export const deciderSpecification =
  <State, C extends Command, E extends Event>({
    initialState,
    evolve,
    decide,
  }: Decider<State, C, E>) =>
  (...givenEvents: readonly E[]) => ({
    when: (command: C) => {
      const handle = () => decide(command, givenEvents.reduce(evolve, initialState()));

      return {
        then: (...expectedEvents: readonly E[]) => {
          expect(handle()).to.deep.equal(expectedEvents);
        },
        thenNothing: () => {
          expect(handle()).to.deep.equal([]);
        },
        thenRejects: (code: string) => {
          expect(handle).to.throw(DomainError).with.property('code', code);
        },
      };
    },
  });
