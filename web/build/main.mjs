// `npm run build` and the compile step of `npm start`: the pages, as the gateway serves them.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages } from './pages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

await buildPages(join(root, 'dist', 'web'));
