import { signal } from '@preact/signals';
import { createClient, type User } from '../../client/index.js';
import { startTime } from '../../ui/time.js';

export const shopClient = createClient();

export const { api } = shopClient;

/** Who is signed in, admin or not. */
export const operator = signal<User | null>(null);

/** Whether it is known who is signed in. */
export const isStarted = signal(false);

/** Takes up the session of an earlier visit. */
export const startSession = async (): Promise<void> => {
  startTime(shopClient.clock.now);
  shopClient.session.onChange(({ user }) => {
    operator.value = user;
  });
  await shopClient.session.resume().catch(() => undefined);
  operator.value = shopClient.session.user();
  isStarted.value = true;
};
