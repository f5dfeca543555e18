import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { findChromium } from './support/browser.js';
import { buyOne, newOperator, openConsole, openPage } from './support/operators.js';
import { sharedWebShop } from './support/sharedWebShop.js';
import type { Visit, WebShop } from './support/webShop.js';

(findChromium() === null ? describe.skip : describe)('A sale run from the console', function () {
  this.timeout(180_000);
  let shop: WebShop;
  let one: Visit;
  let other: Visit;

  before(async () => {
    shop = await sharedWebShop();
    const account = await newOperator(shop);
    [one, other] = [await openConsole(shop), await openConsole(shop, { account })];
  });
  after(() => Promise.all([one.close(), other.close()]));

  it('by two: added, started, sold out, handed over to the waitlist, paid, shipped', async () => {
    await openPage(one.page, 'Catalogue');
    await addDrop(one.page);
    await one.page.getByRole('link', { name: 'Limited Drop' }).click();
    await one.page.getByText('starts in').waitFor();
    const { hash } = new URL(one.page.url());
    await other.page.evaluate(`location.hash = '${hash}'`);
    const both = [one.page, other.page];
    for (const page of both) {
      await page.getByText('on sale', { exact: true }).waitFor();
      await page.getByText('at most 1 per buyer').waitFor();
      await page.getByText('to be paid within 10:00').waitFor();
    }

    const productId = hash.split('/').at(-1) ?? '';
    const [first] = [await buyOne(shop, productId), await buyOne(shop, productId)];
    const next = await buyOne(shop, productId, 'WAIT');
    for (const page of both) {
      await page.getByText('sold out', { exact: true }).waitFor();
      await page.getByText('none left').first().waitFor();
      await figure(page, 'Held', '2');
      await figure(page, 'Waiting', '1');
    }

    await openOrder(other.page, first.id);
    await other.page.getByRole('button', { name: 'Cancel the order' }).click();
    await other.page.getByText('It is cancelled.').waitFor();
    await figure(one.page, 'Waiting', '0');
    await figure(one.page, 'Held', '2');
    await next.pay();
    await figure(one.page, 'Paid', '1');

    for (const page of both) await openOrder(page, next.id);
    await Promise.all(both.map((page) => page.getByRole('button', { name: 'Ship' }).click()));
    for (const page of both)
      await page.getByRole('button', { name: 'Mark as delivered' }).waitFor();
    await other.page.evaluate(`location.hash = '${hash}'`);
    await figure(other.page, 'Shipped', '1');
    const { events } = await shop.asAdmin('GET', `/api/streams/order-${next.id}`);
    const types = (events as readonly { type: string }[]).map(({ type }) => type);

    expect(types.filter((type) => type === 'OrderShipped')).to.have.length(1);
    expect(types).to.include.members(['OrderItemWaitlisted', 'OrderConfirmed', 'OrderPaid']);
  });
});

/** Two units, one per buyer, to be paid within ten minutes; on sale in some seconds. */
const addDrop = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Add a product' }).click();
  const form = page.getByRole('dialog');
  for (const [label, text] of [
    ['SKU', 'DROP-1'],
    ['Units', '2'],
    ['Name', 'Limited Drop'],
    ['Category', 'drops'],
    ['Price', '59.5'],
    ['At most per buyer', '1'],
    ['Seconds to pay', '600'],
    ['Sale starts', localTime(new Date(Date.now() + 12_000))],
    ['Sale ends', localTime(new Date(Date.now() + 3_600_000))],
  ] as const)
    await form.getByLabel(label, { exact: true }).fill(text);
  await form.getByRole('button', { name: 'Add it' }).click();
  await page.getByText('Limited Drop is added.').waitFor();
};

const localTime = (time: Date): string =>
  new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);

/** Waits until so many units have this fate. */
const figure = (page: Page, fate: string, count: string): Promise<void> =>
  page
    .locator('.tile', { has: page.locator('dt', { hasText: fate }) })
    .locator('.figure', { hasText: new RegExp(`^${count}$`) })
    .waitFor();

const openOrder = async (page: Page, id: string): Promise<void> => {
  await openPage(page, 'Orders and buyers');
  await page.getByLabel('Search').fill(id);
  await page.getByLabel('Search').press('Enter');
  await page.getByRole('heading', { name: 'State' }).waitFor();
};
