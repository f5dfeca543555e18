import { randomUUID } from 'node:crypto';
import { type Command, type Decider, DomainError, type Event } from '../../../domain/decider.js';
import { asStored, type EventShapes } from '../../../domain/eventShapes.js';
import { record, whole } from '../../../domain/shapes.js';
import type { CommandContext } from '../../../platform/commandHandling/index.js';

/**
 * The smallest aggregate that can say yes, no and "nothing to do": a sum that never falls below
 * zero, or above `limit`.
 */
export type Add = Command<'Add'> &
  Readonly<{ amount: number; limit?: number; times?: number; ballast?: string }>;

export type Added = Event<'Added', { amount: number; ballast?: string }>;

export const counterDecider: Decider<number, Add, Added> = {
  initialState: () => 0,
  evolve: (sum, { data: { amount } }) => sum + amount,
  decide: ({ amount, limit = Infinity, times = 1, ballast }, sum) => {
    if (sum + amount < 0) throw new DomainError('BELOW_ZERO', 'The sum never falls below zero');
    if (amount === 0 || sum + amount * times > limit) return [];

    return Array.from({ length: times }, () => ({
      type: 'Added',
      data: { amount, ...(ballast !== undefined && { ballast }) },
    }));
  },
};

export const counterShapes: EventShapes<Added> = {
  Added: { 1: asStored(record({ amount: whole })) },
};

export const add = (amount: number, options: Partial<Add> = {}): Add => ({
  type: 'Add',
  data: {},
  amount,
  ...options,
});

export const context = (commandId: string = randomUUID()): CommandContext => ({
  commandId,
  correlationId: commandId,
  userId: null,
  requestId: null,
  traceparent: null,
});
