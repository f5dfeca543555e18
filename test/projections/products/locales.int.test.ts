import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { inventoryStream } from '../../../domain/inventory/index.js';
import { findProductPage, type ProductFilter } from '../../../projections/products/queries.js';
import { correctSearchKeys } from '../../../projections/products/searchKeys.js';
import { stored } from '../../support/builders/storedEvents.js';
import { at, later, productAdded } from '../../support/builders/storyEvents.js';
import { locales } from '../../support/servers/locales.js';
import { useProjection } from '../projectionFixture.js';

const catalogue: readonly (readonly [name: string, category: string, sku: string])[] = [
  ['Zebra', 'Tiere', 'Z-1'],
  ['apfel', 'Früchte', 'A-1'],
  ['Äpfel', 'FRÜCHTE', 'A-2'],
  ['Ångström', 'Maße', 'M-1'],
  ['INFO-Tafel', 'Straße', 'I-1'],
  ['ΟΔΟΣ', 'Ελλάδα', 'Ο-1'],
  ['Москва', 'Города', 'М-1'],
  ['eis', 'Früchte', 'E-1'],
];

for (const [locale, clause] of Object.entries(locales))
  describe(`Products in a database whose locale is ${locale}`, () => {
    const projection = useProjection(clause);

    const page = async (filter: Partial<ProductFilter>): Promise<string[]> => {
      const all = { page: 1, limit: 100, sort: 'name', ...filter } as const;

      return (await findProductPage(projection.database(), all)).products.map(({ name }) => name);
    };

    beforeEach(async () => {
      for (const [name, category, sku] of catalogue) {
        const productId = randomUUID();
        const details = { productId, name, category, description: null, changedAt: later };
        const events = [
          productAdded(productId, `${sku}-${randomUUID()}`),
          { type: 'ProductDetailsChanged', data: details },
        ] as const;
        await projection.project(stored(inventoryStream(productId), [...events]));
      }
    });

    const sorted = [
      ...['Ångström', 'apfel', 'Äpfel', 'eis', 'INFO-Tafel', 'Zebra'],
      ...['Москва', 'ΟΔΟΣ'].sort((one, other) =>
        one.toLowerCase() < other.toLowerCase() ? -1 : 1,
      ),
    ];

    it('are sorted by name in one order', async () => {
      expect(await page({})).to.deep.equal(sorted);
      expect(await page({ sort: '-name' })).to.deep.equal(sorted.toReversed());
    });

    for (const [search, found] of [
      ['äpfel', ['Äpfel']],
      ['ÄPFEL', ['Äpfel']],
      ['a\u0308pfel', ['Äpfel']],
      ['info', ['INFO-Tafel']],
      ['ｉｎｆｏ', ['INFO-Tafel']],
      ['οδος', ['ΟΔΟΣ']],
      ['МОСК', ['Москва']],
      ['z-1', ['Zebra']],
      ['in\u200Bfo', ['INFO-Tafel']],
      ['_', []],
    ] as const)
      it(`are found by "${search}"`, async () =>
        expect(await page({ search })).to.deep.equal(found));

    for (const [category, found] of [
      ['früchte', ['apfel', 'Äpfel', 'eis']],
      ['FRU\u0308CHTE', ['apfel', 'Äpfel', 'eis']],
      ['STRASSE', ['INFO-Tafel']],
      ['tiere', ['Zebra']],
      ['ελλάδα', ['ΟΔΟΣ']],
      ['tier', []],
    ] as const)
      it(`are filtered by the category "${category}"`, async () =>
        expect(await page({ category })).to.deep.equal(found));

    for (const [what, left] of [
      ['left out', 'NULL'],
      ['left as they were', "'another'"],
    ] as const)
      it(`get the keys that an older release ${what}`, async () => {
        const keys =
          'SELECT product_id, search_key, name_key, category_key FROM read.products ORDER BY 1';
        const database = projection.database();
        const before = await database.query(keys);
        await database.query(
          `UPDATE read.products SET search_key = ${left}, name_key = ${left}, category_key = ${left}`,
        );
        await correctSearchKeys(database);

        expect(before).to.have.length(catalogue.length);
        expect(await database.query(keys)).to.deep.equal(before);
      });

    it('get them with the next event as well', async () => {
      const database = projection.database();
      const productId = randomUUID();
      const stream = inventoryStream(productId);
      const events = stored(stream, [
        productAdded(productId),
        {
          type: 'StockReceived',
          data: { productId, quantity: 1, receivedAt: at, onHand: 1, available: 1 },
        },
      ]);
      await projection.project(events.slice(0, 1));
      await database.query('UPDATE read.products SET name_key = NULL WHERE product_id = $1', [
        productId,
      ]);
      await projection.project(events.slice(1));

      expect(await page({ search: 'runs' })).to.deep.equal(['Sneaker']);
      expect((await page({})).indexOf('Sneaker')).to.be.greaterThan(0);
    });
  });
