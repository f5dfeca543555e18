import { KafkaError } from '../../protocol/errorCodes.js';
import { leaderEpoch } from '../api.js';

const unknown = -1;

/** Throws when the client knows of another leader of the partition than this one. */
export const checkEpoch = (known: number): void => {
  if (known > leaderEpoch) throw new KafkaError('UNKNOWN_LEADER_EPOCH');
  if (known < leaderEpoch && known !== unknown) throw new KafkaError('FENCED_LEADER_EPOCH');
};
