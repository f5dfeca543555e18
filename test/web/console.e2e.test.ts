import { expect } from 'chai';
import { seriousOn } from './support/axe.js';
import { findChromium } from './support/browser.js';
import { newOperator, openConsole, openPage } from './support/operators.js';
import { sharedWebShop } from './support/sharedWebShop.js';
import type { WebShop } from './support/webShop.js';

const everyPage = ['Sale', 'Pipeline', 'Catalogue', 'Orders and buyers', 'Streams', 'Proof'];

(findChromium() === null ? describe.skip : describe)('The console', function () {
  this.timeout(120_000);
  let shop: WebShop;
  before(async () => {
    shop = await sharedWebShop();
  });

  it('shows a customer the door', async () => {
    const { page, close } = await shop.visit('/console');
    await page.getByRole('heading', { name: 'Log in as an operator' }).waitFor();

    expect(await page.getByRole('navigation', { name: 'Pages' }).count()).to.equal(0);
    await close();
  });

  it('shows two operators their conflict, and merges it field by field', async () => {
    const { name } = await shop.product({ name: 'Contested Lamp', price: 30 });
    const account = await newOperator(shop);
    const [one, other] = [await openConsole(shop), await openConsole(shop, { account })];
    for (const { page } of [one, other]) {
      await openPage(page, 'Catalogue');
      await page.getByRole('button', { name: `Change ${name}` }).click();
    }
    await other.page.getByRole('dialog').getByLabel('Price', { exact: true }).fill('25');
    await other.page.getByRole('button', { name: 'Save' }).click();
    await other.page.getByText(`${name} is changed.`).waitFor();

    await one.page.getByRole('dialog').getByLabel('Description').fill('With a switch.');
    await one.page.getByRole('dialog').getByLabel('Price', { exact: true }).fill('28');
    await one.page.getByRole('button', { name: 'Save' }).click();
    await one.page.getByRole('heading', { name: 'Changed by somebody else' }).waitFor();
    await one.page.getByText(account.email).waitFor();
    const price = one.page.getByRole('group', { name: 'Price', exact: true });
    await price.getByLabel('Theirs').check();
    await one.page.getByRole('button', { name: 'Go on with this' }).click();
    await one.page.getByRole('button', { name: 'Save' }).click();
    await one.page.getByText(`${name} is changed.`).waitFor();
    const { products } = await shop.asAdmin('GET', '/api/products?search=Contested');

    expect((products as object[])[0]).to.include({ price: 25, description: 'With a switch.' });
    await Promise.all([one.close(), other.close()]);
  });

  it('locks a buyer who is found by a part of the address', async () => {
    const { email } = await newOperator(shop);
    const { page, close } = await openConsole(shop);
    await openPage(page, 'Orders and buyers');
    await page.getByLabel('Search').fill(email.slice(0, 12));
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await page.getByRole('button', { name: 'Unlock' }).waitFor();

    expect(await page.getByText('locked', { exact: true }).count()).to.equal(1);
    await close();
  });

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has nothing serious for axe, and fits 360 px, in ${colorScheme}`, async () => {
      const viewport = { width: 360, height: 780 };
      const { page, trouble, close } = await openConsole(shop, { colorScheme, viewport });
      for (const name of everyPage) {
        await openPage(page, name);
        await page.locator('main .bone').first().waitFor({ state: 'detached' });
        expect(await seriousOn(page), name).to.deep.equal([]);
        const over = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect(over, name).to.be.at.most(360);
      }
      expect(trouble()).to.deep.equal([]);
      await close();
    });
});
