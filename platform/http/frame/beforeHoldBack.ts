import type { IncomingMessage } from 'node:http';

/** Calls `act` when a refusal of the request is going to be held back; never without a gateway. */
export const beforeHoldBack = (request: IncomingMessage, act: () => void): void => {
  const { holdBack } = request;
  if (holdBack === undefined) return;
  request.holdBack = (send) => {
    act();
    holdBack(send);
  };
};
