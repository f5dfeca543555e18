import { z } from 'zod';

/** Units of one line, limited so that every total is a safe integer. */
export const lineUnits = z.int().min(0).max(1_000_000);
