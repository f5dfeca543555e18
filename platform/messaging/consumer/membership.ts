import type { Consumer as KafkaConsumer } from 'kafkajs';
import { partitionsPerTopic } from '../../../contracts/messages/index.js';

type Listeners = Readonly<{ onJoin: () => void; onCrash: (error: Error) => void }>;

/** Follows whether the client is a member of its group. `onCrash`: kafkajs gave up for good. */
export const watchMembership = (client: KafkaConsumer, { onJoin, onCrash }: Listeners) => {
  let isMember = false;
  let share = 1;
  client.on(client.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
    isMember = true;
    share = shareOf(Object.values(memberAssignment));
    onJoin();
  });
  client.on(client.events.DISCONNECT, () => {
    isMember = false;
  });
  client.on(client.events.CRASH, ({ payload }) => {
    isMember = false;
    if (!payload.restart) onCrash(payload.error);
  });

  return { isMember: () => isMember, share: () => share };
};

/** Of all partitions of topics of which these were assigned; of one, where none was. */
const shareOf = (assigned: readonly (readonly number[])[]): number => {
  const own = assigned.reduce((sum, { length }) => sum + length, 0);

  return Math.max(own, 1) / (partitionsPerTopic * Math.max(assigned.length, 1));
};
