import { isAnyAlive } from './isAnyAlive.js';

// for HEALTHCHECK of a container, which has no curl
process.exit((await isAnyAlive(process.env)) ? 0 : 1);
