import { type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { type BackgroundScavenges } from '../store/scavenge/background.js';
import { operations, type ScavengeResp, type StartScavengeReq } from './wire.js';

/**
 * Operations.StartScavenge; how many threads it wants, and from which chunk on, does not matter.
 */
export const startScavenge =
  (scavenges: BackgroundScavenges) =>
  (
    _call: ServerUnaryCall<StartScavengeReq, ScavengeResp>,
    callback: sendUnaryData<ScavengeResp>,
  ): void => {
    const { STARTED, INPROGRESS } = operations.ScavengeResp.ScavengeResult;
    const { id, isNew } = scavenges.start();
    const message = new operations.ScavengeResp();
    message.setScavengeId(id);
    message.setScavengeResult(isNew ? STARTED : INPROGRESS);
    callback(null, message);
  };
