import { expect } from 'chai';
import { seriousOn } from './support/axe.js';
import { findChromium } from './support/browser.js';
import { sharedWebShop } from './support/sharedWebShop.js';
import { signIn, type WebShop } from './support/webShop.js';

(findChromium() === null ? describe.skip : describe)('Axe on the shop', function () {
  this.timeout(90_000);
  let shop: WebShop;
  let productId: string;

  before(async function () {
    this.timeout(120_000);
    shop = await sharedWebShop();
    await shop.product({ stock: 0 });
    await shop.product({ saleStartsAt: new Date(Date.now() + 3_600_000).toISOString() });
    const terms = { originalPrice: 40, maxPerCustomer: 1, paymentWindowSeconds: 600 };
    productId = (await shop.product({ description: 'A lamp.', ...terms })).id;
  });

  it('would notice a picture without words', async () => {
    const { page, close } = await shop.visit('/');
    await page.getByRole('list', { name: 'Products' }).waitFor();
    await page.evaluate(`document.querySelector('main').append(new Image())`);

    expect((await seriousOn(page)).join()).to.contain('image-alt');
    await close();
  });

  for (const colorScheme of ['light', 'dark'] as const)
    it(`finds nothing serious in ${colorScheme}`, async () => {
      const { page, close } = await shop.visit('/', { colorScheme });
      const check = async (what: string): Promise<void> =>
        expect(await seriousOn(page), what).to.deep.equal([]) as never;
      await page.getByRole('list', { name: 'Products' }).waitFor();
      await check('grid');
      await page.goto(`${shop.url}/#/orders`);
      await check('orders of a visitor');
      await page.getByRole('button', { name: 'Log in' }).first().click();
      await check('log-in');
      await page.keyboard.press('Escape');
      await signIn(page);
      await page.goto(`${shop.url}/#/products/${productId}`);
      await page.getByRole('button', { name: 'Buy now' }).click();
      await page.getByText('This page was told').waitFor();
      await check('product with an order');
      await page.getByRole('button', { name: 'Into the basket' }).click();
      await page.getByRole('button', { name: /^Notifications/ }).click();
      await check('notifications');
      await page.goto(`${shop.url}/#/basket`);
      await page.getByRole('heading', { name: 'Basket' }).waitFor();
      await check('basket');
      await page.getByRole('link', { name: 'Orders' }).click();
      await page.getByRole('link', { name: /Lamp/ }).first().waitFor();
      await check('orders');
      await page.getByRole('link', { name: /Lamp/ }).first().click();
      await page.getByRole('heading', { name: 'Why' }).waitFor();
      await check('order');
      await close();
    });
});
