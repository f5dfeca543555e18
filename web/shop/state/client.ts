import { signal } from '@preact/signals';
import { createClient, type ConnectionState, type User } from '../../client/index.js';

export const client = createClient();

export const user = signal<User | null>(null);

/** Whether the last session came to an end by itself, and nobody has logged in since. */
export const hasEnded = signal(false);

export const connection = signal<ConnectionState>('connecting');

/** Takes up an earlier session and connects; the signals follow from then on. */
export const startClient = async (): Promise<void> => {
  client.session.onChange((change) => {
    user.value = change.user;
    hasEnded.value = change.end === 'ended';
  });
  client.updates.onState((state) => {
    connection.value = state;
  });
  await client.session.resume();
  client.updates.start();
};
