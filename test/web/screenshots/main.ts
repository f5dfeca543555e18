// `npm run screenshots -- [folder]`: the main pages, at two widths, light and dark; and those of
// the README, in docs/pictures.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startWebShop } from '../support/webShop.js';
import { openConsole } from '../support/operators.js';
import { fillCatalogue } from './catalogue.js';
import { fillOperations } from './consoleContent.js';
import { photographAll } from './photographAll.js';
import { photographConsole } from './photographConsole.js';
import { takeReadmePictures } from './readmePictures.js';

const folder = process.argv[2] ?? join('dist', 'screenshots');
mkdirSync(folder, { recursive: true });

const widths = { phone: { width: 360, height: 740 }, wide: { width: 1440, height: 900 } };
const schemes = ['light', 'dark'] as const;

const shop = await startWebShop();
try {
  await fillCatalogue(shop);
  await takeReadmePictures(shop, join('docs', 'pictures'));
  await fillOperations(shop);
  for (const [device, viewport] of Object.entries(widths))
    for (const colorScheme of schemes) {
      const { page, close, trouble } = await shop.visit('/', { viewport, colorScheme });
      const pathOf = (name: string) => join(folder, `${name}-${device}-${colorScheme}.png`);
      await photographAll(shop, page, pathOf);
      process.stdout.write(`${device} ${colorScheme} ${trouble().join('\n')}\n`);
      await close();
      const operator = await openConsole(shop, { viewport, colorScheme });
      await photographConsole(shop, operator.page, pathOf);
      await operator.close();
    }
} finally {
  await shop.stop();
}
// whatever the servers of this process still hold
process.exit(0);
