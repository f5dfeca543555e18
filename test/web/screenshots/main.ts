// `npm run screenshots -- [folder]`: the main pages, at two widths, light and dark; and those of
// the README, in docs/pictures.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startWebShop } from '../support/webShop.js';
import { fillCatalogue } from './catalogue.js';
import { photographAll } from './photographAll.js';
import { takeReadmePictures } from './readmePictures.js';

const folder = process.argv[2] ?? join('dist', 'screenshots');
mkdirSync(folder, { recursive: true });

const widths = { phone: { width: 360, height: 740 }, wide: { width: 1440, height: 900 } };
const schemes = ['light', 'dark'] as const;

const shop = await startWebShop();
try {
  await fillCatalogue(shop);
  await takeReadmePictures(shop, join('docs', 'pictures'));
  for (const [device, viewport] of Object.entries(widths))
    for (const colorScheme of schemes) {
      const { page, close, trouble } = await shop.visit('/', { viewport, colorScheme });
      await photographAll(shop, page, (name) =>
        join(folder, `${name}-${device}-${colorScheme}.png`),
      );
      process.stdout.write(`${device} ${colorScheme} ${trouble().join('\n')}\n`);
      await close();
    }
} finally {
  await shop.stop();
}
// whatever the servers of this process still hold
process.exit(0);
