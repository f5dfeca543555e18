import type { Step } from './postmanStep.js';

const quarantined = { id: '{{quarantinedId}}' };
const user = { id: '{{userId}}' };

/** What an admin looks at and does, by folder. */
export const stepsOfAdmins: Readonly<Record<string, readonly Step[]>> = {
  Streams: [
    { id: 'listStreams', as: 'admin', status: 200, keep: { stream: 'streams.0.name' } },
    { id: 'readStream', as: 'admin', status: 200, params: { name: '{{stream}}' } },
  ],
  Pipeline: [
    { id: 'getOperationsSummary', as: 'admin', status: 200 },
    {
      id: 'getSaleFigures',
      as: 'admin',
      status: 200,
      params: { productId: '{{productId}}' },
    },
    { id: 'getOperationsChecks', as: 'admin', status: 200 },
    { id: 'listDeadLetters', as: 'admin', status: 200 },
    { id: 'retryDeadLetters', as: 'admin', status: 200 },
    { id: 'listQuarantine', as: 'admin', status: 200 },
    {
      id: 'getQuarantined',
      as: 'admin',
      status: 404,
      set: { quarantinedId: 'event:1' },
      params: quarantined,
    },
    { id: 'retryQuarantined', as: 'admin', status: 404, params: quarantined },
    {
      id: 'skipQuarantined',
      as: 'admin',
      status: 404,
      params: quarantined,
      body: { reason: 'nothing waits there' },
    },
  ],
  Users: [
    { id: 'listUsers', as: 'admin', status: 200 },
    { id: 'getUser', as: 'admin', status: 200, params: user },
    { id: 'changeUser', as: 'admin', status: 200, params: user, body: { isActive: true } },
  ],
};
