import { z } from 'zod';

/** GET `/health`: the process lives, and nothing else. */
export const health = z.strictObject({ status: z.literal('ok') });

/** GET `/ready`, for operators: 200 while everything that is needed works, else 503. */
export const readiness = z.strictObject({
  status: z.enum(['ready', 'not ready']),
  service: z.string(),
  dependencies: z.record(z.string(), z.enum(['ok', 'failing'])),
  /** Why a dependency fails, where that is known in words. */
  reasons: z.record(z.string(), z.string()).optional(),
  /** What people should know although all works. */
  notes: z.record(z.string(), z.array(z.string())).optional(),
});
