import type { Consumer as KafkaConsumer } from 'kafkajs';

type Listeners = Readonly<{ onJoin: () => void; onCrash: (error: Error) => void }>;

/** Follows whether the client is a member of its group. `onCrash`: kafkajs gave up for good. */
export const watchMembership = (client: KafkaConsumer, { onJoin, onCrash }: Listeners) => {
  let isMember = false;
  client.on(client.events.GROUP_JOIN, () => {
    isMember = true;
    onJoin();
  });
  client.on(client.events.DISCONNECT, () => {
    isMember = false;
  });
  client.on(client.events.CRASH, ({ payload }) => {
    isMember = false;
    if (!payload.restart) onCrash(payload.error);
  });

  return { isMember: () => isMember };
};
