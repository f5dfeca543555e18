import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { findChromium } from './support/browser.js';
import { buyOne, newOperator, openConsole } from './support/operators.js';
import { startWebShop, type WebShop } from './support/webShop.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = Readonly<{
  id: string;
  impact: string | null;
  nodes: readonly { html: string }[];
}>;

const seriousOn = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe);
  const { violations } =
    await page.evaluate<Readonly<{ violations: readonly Violation[] }>>('axe.run()');

  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
};

const everyPage = ['Sale', 'Pipeline', 'Catalogue', 'Orders and buyers', 'Streams', 'Proof'];

const open = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
};

(findChromium() === null ? describe.skip : describe)('The console', function () {
  this.timeout(120_000);
  let shop: WebShop;
  before(async () => {
    shop = await startWebShop();
  });
  after(() => shop.stop());

  it('shows a customer the door', async () => {
    const { page, close } = await shop.visit('/console');
    await page.getByRole('heading', { name: 'Log in as an operator' }).waitFor();

    expect(await page.getByRole('navigation', { name: 'Pages' }).count()).to.equal(0);
    await close();
  });

  it('runs a sale: add, watch it start, sell out, ship', async () => {
    const { page, trouble, close } = await openConsole(shop);
    await open(page, 'Catalogue');
    await page.getByRole('button', { name: 'Add a product' }).click();
    const form = page.getByRole('dialog');
    const starts = new Date(Date.now() + 15_000);
    const local = new Date(starts.getTime() - starts.getTimezoneOffset() * 60_000);
    for (const [label, text] of [
      ['SKU', 'DROP-1'],
      ['Units', '2'],
      ['Name', 'Limited Drop'],
      ['Category', 'drops'],
      ['Price', '59.5'],
      ['At most per buyer', '1'],
    ] as const)
      await form.getByLabel(label, { exact: true }).fill(text);
    await form.getByLabel('Sale starts').fill(local.toISOString().slice(0, 19));
    await form.getByRole('button', { name: 'Add it' }).click();
    await page.getByText('Limited Drop is added.').waitFor();
    await page.getByRole('link', { name: 'Limited Drop' }).click();
    await page.getByText('starts in').waitFor();
    await page.getByText('on sale', { exact: true }).waitFor();
    const id = new URL(page.url()).hash.split('/').at(-1) ?? '';
    const order = await buyOne(shop, id);
    await buyOne(shop, id);
    await page.getByText('sold out', { exact: true }).waitFor();
    await page.getByText('none left').first().waitFor();

    await open(page, 'Orders and buyers');
    await page.getByLabel('Search').fill(order);
    await page.getByLabel('Search').press('Enter');
    await page.getByRole('button', { name: 'Ship' }).click();
    await page.getByRole('button', { name: 'Mark as delivered' }).waitFor();
    await page.getByText('OrderShipped').waitFor();
    expect(trouble()).to.deep.equal([]);
    await close();
  });

  it('shows two operators their conflict, and merges it field by field', async () => {
    const { name } = await shop.product({ name: 'Contested Lamp', price: 30 });
    const account = await newOperator(shop);
    const [one, other] = [await openConsole(shop), await openConsole(shop, { account })];
    for (const { page } of [one, other]) {
      await open(page, 'Catalogue');
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
    await open(page, 'Orders and buyers');
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
        await open(page, name);
        await page.waitForTimeout(2_500);
        expect(await seriousOn(page), name).to.deep.equal([]);
        const over = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect(over, name).to.be.at.most(360);
      }
      expect(trouble()).to.deep.equal([]);
      await close();
    });
});
