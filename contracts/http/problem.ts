import { z } from 'zod';

/** Every error response (RFC 9457), as `application/problem+json`. Clients switch on `code`. */
export const problemDocument = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  instance: z.string(),
  code: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});

export type ProblemDocument = z.infer<typeof problemDocument>;
