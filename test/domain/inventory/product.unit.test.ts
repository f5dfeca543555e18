import {
  added,
  addProduct,
  adjust,
  adjusted,
  change,
  count,
  earlier,
  given,
  later,
  now,
  productId,
  received,
  reserved,
  revoke,
  revoked,
  withdraw,
  withdrawn,
  withStock,
} from './inventoryFixture.js';

describe('Inventory: the product', () => {
  describe('that did not take a name which it had claimed', () => {
    it('is not added any more by who claimed the name before', () => {
      given().when(revoke(0)).then(revoked);
      given(revoked).when(addProduct()).thenRejects('NAME_TAKEN');
      given(revoked)
        .when(addProduct({ stock: 0, expectedVersion: 1 }))
        .then(added());
    });

    it('is not renamed any more by who claimed the name before', () => {
      given(added()).when(revoke(1)).then(revoked);
      given(added(), revoked)
        .when(change({ name: 'Boot' }))
        .thenRejects('VERSION_STALE');
    });

    it('keeps the name when it has taken it since the claim was looked at', () => {
      given(added()).when(revoke(0)).thenRejects('VERSION_STALE');
      given(revoked).when(revoke(0)).thenRejects('VERSION_STALE');
    });

    it('takes no name once it is withdrawn', () => {
      given(added(), withdrawn).when(revoke(1)).thenNothing();
    });
  });

  describe('not added', () => {
    it('is added with its stock', () => {
      given()
        .when(addProduct({ stock: 5 }))
        .then(added(), received(5, { onHand: 5, available: 5 }));
    });

    it('is added without stock, with its terms', () => {
      const terms = { maxPerCustomer: 2, saleStartsAt: earlier, saleEndsAt: later };
      given()
        .when(addProduct({ stock: 0, ...terms }))
        .then(added(terms));
    });

    it('refuses a sale that ends before it starts, or when it starts', () => {
      given()
        .when(addProduct({ saleStartsAt: later, saleEndsAt: earlier }))
        .thenRejects('SALE_WINDOW_INVALID');
      given()
        .when(addProduct({ saleStartsAt: now, saleEndsAt: now }))
        .thenRejects('SALE_WINDOW_INVALID');
    });

    it('refuses an original price below the price, and takes one that is equal', () => {
      given()
        .when(addProduct({ stock: 0, price: 9999, originalPrice: 9998 }))
        .thenRejects('ORIGINAL_PRICE_INVALID');
      given()
        .when(addProduct({ stock: 0, price: 7999, originalPrice: 9999 }))
        .then(added());
    });

    it('compares instants, however they are written', () => {
      given()
        .when(
          addProduct({
            stock: 0,
            saleStartsAt: '2026-11-27T10:00:00+02:00',
            saleEndsAt: '2026-11-27T09:00:00Z',
          }),
        )
        .then(
          added({ saleStartsAt: '2026-11-27T10:00:00+02:00', saleEndsAt: '2026-11-27T09:00:00Z' }),
        );
    });

    it('accepts an open end and an open start', () => {
      given()
        .when(addProduct({ stock: 0, saleStartsAt: later }))
        .then(added({ saleStartsAt: later }));
      given()
        .when(addProduct({ stock: 0, saleEndsAt: earlier }))
        .then(added({ saleEndsAt: earlier }));
    });

    it('refuses a stock that is negative or no safe integer', () => {
      given()
        .when(addProduct({ stock: -1 }))
        .thenRejects('STOCK_BELOW_RESERVED');
      given()
        .when(addProduct({ stock: 2 ** 53 }))
        .thenRejects('STOCK_OUT_OF_RANGE');
    });

    it('knows no other command', () => {
      given()
        .when(change({ price: 1 }))
        .thenRejects('PRODUCT_NOT_FOUND');
      given().when(withdraw).thenRejects('PRODUCT_NOT_FOUND');
      given().when(adjust(1)).thenRejects('PRODUCT_NOT_FOUND');
      given().when(count(1)).thenRejects('PRODUCT_NOT_FOUND');
    });

    it('ignores events that come before ProductAdded', () => {
      given(withdrawn)
        .when(addProduct({ stock: 0 }))
        .then(added());
    });
  });

  describe('listed', () => {
    it('keeps its SKU', () => {
      given(added()).when(addProduct()).thenRejects('SKU_TAKEN');
    });

    it('changes its details', () => {
      given(added())
        .when(change({ name: 'Boot' }))
        .then(detailsChanged({ name: 'Boot' }));
      given(added())
        .when(change({ description: null }))
        .then(detailsChanged({ description: null }));
      given(added())
        .when(change({ category: 'boots' }))
        .then(detailsChanged({ category: 'boots' }));
    });

    it('changes its price', () => {
      given(added())
        .when(change({ price: 1 }))
        .then(priceChanged({ price: 1 }));
      given(added())
        .when(change({ originalPrice: null }))
        .then(priceChanged({ originalPrice: null }));
    });

    it('keeps the original price at or above the price, whichever of the two changes', () => {
      given(added())
        .when(change({ price: 10_000 }))
        .thenRejects('ORIGINAL_PRICE_INVALID');
      given(added())
        .when(change({ originalPrice: 7998 }))
        .thenRejects('ORIGINAL_PRICE_INVALID');
      given(added())
        .when(change({ price: 9999 }))
        .then(priceChanged({ price: 9999 }));
      given(added())
        .when(change({ price: 10_000, originalPrice: 10_000 }))
        .then(priceChanged({ price: 10_000, originalPrice: 10_000 }));
      given(added())
        .when(change({ price: 10_000, originalPrice: null }))
        .then(priceChanged({ price: 10_000, originalPrice: null }));
    });

    it('lets the rest of a product change whose prices an older release accepted', () => {
      const old = priceChanged({ price: 10_000 });
      given(added(), old)
        .when(change({ category: 'boots', expectedVersion: 2 }))
        .then(detailsChanged({ category: 'boots' }));
      given(added(), old)
        .when(change({ price: 9_999, expectedVersion: 2 }))
        .then(priceChanged({ price: 9_999 }));
    });

    it('refuses the end of a sale before the start that is stored, and the other way round', () => {
      given(added({ saleStartsAt: now }))
        .when(change({ saleEndsAt: earlier }))
        .thenRejects('SALE_WINDOW_INVALID');
      given(added({ saleEndsAt: now }))
        .when(change({ saleStartsAt: later }))
        .thenRejects('SALE_WINDOW_INVALID');
    });

    it('changes its terms', () => {
      given(added())
        .when(change({ maxPerCustomer: 2 }))
        .then(termsChanged({ maxPerCustomer: 2 }));
      given(added())
        .when(change({ saleStartsAt: now }))
        .then(termsChanged({ saleStartsAt: now }));
      given(added())
        .when(change({ paymentWindowSeconds: 900 }))
        .then(termsChanged({ paymentWindowSeconds: 900 }));
      given(added({ paymentWindowSeconds: 900 }))
        .when(change({ paymentWindowSeconds: null }))
        .then(termsChanged({}));
      given(added({ saleEndsAt: later }))
        .when(change({ saleEndsAt: null }))
        .then(termsChanged({}));
    });

    it('keeps the terms that the change does not name', () => {
      const window = { saleStartsAt: earlier, saleEndsAt: later };
      given(added(window))
        .when(change({ maxPerCustomer: 2 }))
        .then(termsChanged({ maxPerCustomer: 2, ...window }));
      given(added(window))
        .when(change({ saleStartsAt: now }))
        .then(termsChanged({ saleStartsAt: now, saleEndsAt: later }));
      given(added(window))
        .when(change({ saleStartsAt: earlier, saleEndsAt: later }))
        .thenNothing();
      given(added({ paymentWindowSeconds: 900 }))
        .when(change({ maxPerCustomer: 2 }))
        .then(termsChanged({ maxPerCustomer: 2, paymentWindowSeconds: 900 }));
      given(added({ paymentWindowSeconds: 900 }))
        .when(change({ paymentWindowSeconds: 900 }))
        .thenNothing();
    });

    it('has no payment window after the events of the first releases, and loses none by them', () => {
      const asBefore = <E extends { data: object }>(event: E): E => ({
        ...event,
        data: { ...event.data, paymentWindowSeconds: undefined },
      });
      given(asBefore(added()))
        .when(change({ maxPerCustomer: 2 }))
        .then(termsChanged({ maxPerCustomer: 2 }));
      given(added({ paymentWindowSeconds: 900 }), asBefore(termsChanged({})))
        .when(change({ expectedVersion: 2, maxPerCustomer: 2 }))
        .then(termsChanged({ maxPerCustomer: 2, paymentWindowSeconds: 900 }));
    });

    it('changes everything at once, one event per group', () => {
      given(added())
        .when(change({ maxPerCustomer: 2, price: 1, name: 'Boot' }))
        .then(
          detailsChanged({ name: 'Boot' }),
          priceChanged({ price: 1 }),
          termsChanged({ maxPerCustomer: 2 }),
        );
    });

    it('does nothing when nothing changes', () => {
      given(added()).when(change({})).thenNothing();
      given(added())
        .when(
          change({
            name: 'Sneaker',
            description: 'Runs',
            category: 'shoes',
            price: 7999,
            originalPrice: 9999,
            maxPerCustomer: null,
            saleStartsAt: null,
            saleEndsAt: null,
            paymentWindowSeconds: null,
          }),
        )
        .thenNothing();
    });

    it('refuses a window that the change makes invalid', () => {
      given(added({ saleStartsAt: now }))
        .when(change({ saleEndsAt: earlier }))
        .thenRejects('SALE_WINDOW_INVALID');
    });

    it('refuses a stale version', () => {
      given(added())
        .when(change({ expectedVersion: 0 }))
        .thenRejects('VERSION_STALE');
      given(added(), detailsChanged({ name: 'Boot' }))
        .when(change({ price: 1 }))
        .thenRejects('VERSION_STALE');
    });

    it('counts a version for every change of details, price and terms, not for stock', () => {
      given(
        added(),
        received(5, { onHand: 5, available: 5 }),
        detailsChanged({ name: 'Boot' }),
        priceChanged({ price: 1 }),
        termsChanged({ maxPerCustomer: 2 }),
        adjusted(-1, { onHand: 4, available: 4 }),
      )
        .when(change({ expectedVersion: 4, name: 'Boot', price: 1, maxPerCustomer: 2 }))
        .thenNothing();
    });

    it('is withdrawn', () => {
      given(added()).when(withdraw).then(withdrawn);
    });
  });

  describe('withdrawn', () => {
    it('is not withdrawn twice', () => {
      given(added(), withdrawn).when(withdraw).thenNothing();
    });

    it('keeps its SKU', () => {
      given(added(), withdrawn).when(addProduct()).thenRejects('SKU_TAKEN');
    });

    it('is not changed any more', () => {
      given(added(), withdrawn)
        .when(change({ price: 1 }))
        .thenRejects('PRODUCT_NOT_FOUND');
      given(added(), withdrawn).when(adjust(1)).thenRejects('PRODUCT_NOT_FOUND');
      given(added(), withdrawn).when(count(1)).thenRejects('PRODUCT_NOT_FOUND');
    });
  });

  describe('with 3 of 5 units reserved', () => {
    const stocked = [...withStock(5), reserved(3, { onHand: 5, available: 2 })];

    it('receives more', () => {
      given(...stocked)
        .when(adjust(4))
        .then(received(4, { onHand: 9, available: 6 }));
    });

    it('gives away what is free, not more', () => {
      given(...stocked)
        .when(adjust(-2))
        .then(adjusted(-2, { onHand: 3, available: 0 }));
      given(...stocked)
        .when(adjust(-3))
        .thenRejects('STOCK_BELOW_RESERVED');
    });

    it('is counted, up and down', () => {
      given(...stocked)
        .when(count(8))
        .then(adjusted(3, { onHand: 8, available: 5 }));
      given(...stocked)
        .when(count(3))
        .then(adjusted(-2, { onHand: 3, available: 0 }));
      given(...stocked)
        .when(count(2))
        .thenRejects('STOCK_BELOW_RESERVED');
    });

    it('does nothing when the count changes nothing', () => {
      given(...stocked)
        .when(count(5))
        .thenNothing();
      given(...stocked)
        .when(adjust(0))
        .thenNothing();
    });

    it('stays a safe integer', () => {
      given(...stocked)
        .when(adjust(Number.MAX_SAFE_INTEGER))
        .thenRejects('STOCK_OUT_OF_RANGE');
      given(...stocked)
        .when(count(5.5))
        .thenRejects('STOCK_OUT_OF_RANGE');
    });
  });
});

const about = { productId, changedAt: now };

const detailsChanged = (data: { name?: string; description?: null; category?: string }) => ({
  type: 'ProductDetailsChanged' as const,
  data: { ...about, name: 'Sneaker', description: 'Runs', category: 'shoes', ...data },
});

const priceChanged = (data: Readonly<{ price?: number; originalPrice?: number | null }>) => ({
  type: 'ProductPriceChanged' as const,
  data: { ...about, price: 7999, originalPrice: 9999, ...data },
});

const termsChanged = (data: {
  maxPerCustomer?: number;
  saleStartsAt?: string;
  saleEndsAt?: string;
  paymentWindowSeconds?: number | null;
}) => ({
  type: 'SaleTermsChanged' as const,
  data: {
    ...about,
    maxPerCustomer: null,
    saleStartsAt: null,
    saleEndsAt: null,
    paymentWindowSeconds: null,
    ...data,
  },
});
