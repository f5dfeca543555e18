import { z } from 'zod';

/** Units of one line: no more than anybody can ask for. A total of what holds more would not be a safe integer. */
export const lineUnits = z.int().min(0).max(1_000_000);
