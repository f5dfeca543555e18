import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { findChromium } from './support/browser.js';
import { sharedWebShop } from './support/sharedWebShop.js';
import { signIn, type Visit, type WebShop } from './support/webShop.js';

/** How long the network is away in the middle: OFFLINE_MS, no longer than it takes by default. */
const offlineMs = Number(process.env['OFFLINE_MS'] ?? 0);

const chromium = findChromium();
if (chromium === null)
  process.stdout.write('The pages are not tried in a browser: no Chromium in PATH or CHROMIUM\n');

(chromium === null ? describe.skip : describe)('The shop in a browser', function () {
  this.timeout(90_000);
  let shop: WebShop;
  const visits: Visit[] = [];

  before(async function () {
    this.timeout(120_000);
    shop = await sharedWebShop();
  });
  afterEach(async () => {
    for (const { page, trouble, close } of visits.splice(0)) {
      const found = trouble();
      await close();
      expect(found, page.url()).to.deep.equal([]);
    }
  });

  const visit = async (path: string, options = {}): Promise<Page> => {
    const one = await shop.visit(path, options);
    visits.push(one);

    return one.page;
  };
  const buyNow = (page: Page) => page.getByRole('button', { name: 'Buy now' }).click();
  const state = (page: Page, text: string) =>
    page.locator('.order-panel .badge', { hasText: text }).waitFor();
  const ordersOf = async (productId: string): Promise<number> => {
    const { orders } = (await shop.asAdmin('GET', '/api/orders?limit=100')) as {
      orders: readonly { items: readonly { productId: string }[] }[];
    };

    return orders.filter(({ items }) => items[0]?.productId === productId).length;
  };

  it('sells to a newcomer: account, click, confirmation by push, payment', async () => {
    const { id, name } = await shop.product({ paymentWindowSeconds: 600, maxPerCustomer: 2 });
    const page = await visit('/');
    await page.getByRole('link', { name }).click();
    await page.getByRole('button', { name: 'One more' }).click();
    await buyNow(page);
    await page.getByRole('button', { name: /demo account/ }).click();
    await state(page, 'Yours – to be paid');
    await page.getByText('This page was told').waitFor();
    await page.getByText('3 left').waitFor();
    await page.getByRole('button', { name: /^Pay / }).click();
    await state(page, 'Paid');
    await page.getByRole('button', { name: /^Notifications, [1-9]/ }).click();
    await page.getByRole('button', { name: 'Read all' }).click();
    await page.getByRole('button', { name: 'Notifications, 0 unread' }).waitFor();
    await page.getByRole('link', { name: 'Orders' }).click();
    await page.getByRole('link', { name: new RegExp(name) }).click();
    await page.getByText(/2 of 2 wanted are held for you/).waitFor();

    expect(await ordersOf(id)).to.equal(1);
  });

  it('keeps a place on the waitlist, and hands over what becomes free', async () => {
    const { id } = await shop.product({ stock: 1 });
    const [first, second] = [await visit(`/#/products/${id}`), await visit(`/#/products/${id}`)];
    await signIn(first);
    await signIn(second);
    await buyNow(first);
    await state(first, 'Confirmed');
    await second.getByRole('button', { name: /join the waitlist/ }).click();
    await state(second, 'On the waitlist');
    await second.getByText('You are next').waitFor();
    await first.getByRole('link', { name: 'Your order' }).click();
    await first.getByRole('button', { name: 'Cancel the order' }).click();
    await state(second, 'Confirmed');
  });

  it('gives one unit to one of two who click together, and tells the other why not', async () => {
    const { id } = await shop.product({ stock: 1 });
    const pages = await Promise.all([1, 2].map(() => visit(`/#/products/${id}`)));
    for (const page of pages) await signIn(page);
    await Promise.all(pages.map(buyNow));
    const outcomes = await Promise.all(
      pages.map((page) =>
        page
          .locator('.order-panel .badge, .notice.bad')
          .filter({ hasText: /Confirmed|Cancelled|Sold out/ })
          .first()
          .textContent(),
      ),
    );

    expect(outcomes.filter((text) => text === 'Confirmed')).to.have.length(1);
    await Promise.all(pages.map((page) => page.getByText('Sold out').first().waitFor()));
  });

  it('sends a click that a reload cut off once more, and buys once', async () => {
    const { id } = await shop.product();
    const page = await visit(`/#/products/${id}`);
    await signIn(page);
    let isCut = true;
    await page.route('**/api/orders', async (route) => {
      if (route.request().method() !== 'POST' || !isCut) return route.continue();
      // the shop has it, and the page never hears of that
      await route.fetch();
      await route.abort('connectionreset');
    });
    await buyNow(page);
    await page.getByText('No connection – trying again by itself').waitFor();
    isCut = false;
    await page.reload();
    await state(page, 'Confirmed');

    expect(await ordersOf(id)).to.equal(1);
  });

  it('loads the products by itself once the shop is less busy', async () => {
    const { name } = await shop.product();
    const page = await visit('/');
    let isBusy = true;
    await page.route('**/api/products?**', (route) =>
      isBusy ? route.fulfill({ status: 503, json: { code: 'BUSY' } }) : route.continue(),
    );
    await page.reload();
    await page.getByRole('heading', { name: 'The products cannot be loaded' }).waitFor();
    isBusy = false;
    await page.getByRole('link', { name }).waitFor();
    // the refusals themselves are in the console
    visits.splice(0).forEach(({ close }) => void close());
  });

  it('says that there is no connection, and loses no update meanwhile', async () => {
    const { id } = await shop.product();
    const page = await visit(`/#/products/${id}`);
    await signIn(page);
    await buyNow(page);
    await state(page, 'Confirmed');
    const { orders } = (await shop.asAdmin('GET', '/api/orders?limit=100')) as {
      orders: readonly { id: string; version: number; items: readonly { productId: string }[] }[];
    };
    const order = orders.find(({ items }) => items[0]?.productId === id);
    await page.context().setOffline(true);
    await page.getByText('No connection.').waitFor();
    await shop.asAdmin('DELETE', `/api/orders/${order?.id ?? ''}`);
    await page.waitForTimeout(offlineMs);
    await page.context().setOffline(false);
    await page.getByText('No connection.').waitFor({ state: 'detached' });
    await state(page, 'Cancelled');
    await page.getByRole('button', { name: 'Notifications, 2 unread' }).waitFor();
    await page.getByText('The shop cancelled it.').first().waitFor();
  });

  it('goes on in two tabs: one session, and what is bought in one is told once in both', async () => {
    const { id } = await shop.product();
    const one = await visit(`/#/products/${id}`);
    const other = await one.context().newPage();
    await other.goto(`${shop.url}/#/orders`);
    await signIn(one);
    await other.getByRole('button', { name: 'Log out' }).waitFor();
    await buyNow(one);
    await state(one, 'Confirmed');
    await other.locator('.order-row .badge', { hasText: 'Confirmed' }).waitFor();
    for (const page of [one, other])
      await page.getByRole('button', { name: 'Notifications, 1 unread' }).waitFor();
    await other.getByRole('button', { name: 'Log out' }).click();
    await one.getByRole('button', { name: 'Log in' }).waitFor();
  });

  it('says that a session has ended, and keeps the basket', async () => {
    const { id } = await shop.product();
    const page = await visit(`/#/products/${id}`);
    await signIn(page);
    await page.getByRole('button', { name: 'Into the basket' }).click();
    const { users } = (await shop.asAdmin('GET', '/api/users?limit=100')) as {
      users: readonly { id: string; createdAt: string }[];
    };
    const [newest] = [...users].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    await shop.asAdmin('PATCH', `/api/users/${newest?.id ?? ''}`, { isActive: false });
    await page.getByText('Your session has ended.').waitFor();
    await page.getByRole('link', { name: 'Basket, 1 unit' }).waitFor();
    // the refusal itself is in the console
    visits.splice(0).forEach(({ close }) => void close());
  });

  it('can be used with the keyboard alone', async () => {
    const { name } = await shop.product();
    const page = await visit('/');
    await page.getByRole('link', { name }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name }).waitFor();
    await page.locator('h1:focus').waitFor();
    const reach = async (text: string): Promise<void> => {
      for (let presses = 0; presses < 40; presses += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(`document.activeElement?.textContent ?? ''`);
        if (String(focused).includes(text)) return;
      }
      throw new Error(`Tab does not reach "${text}"`);
    };
    await reach('Buy now');
    await page.keyboard.press('Enter');
    await reach('demo account');
    await page.keyboard.press('Enter');
    await state(page, 'Confirmed');
  });

  it('fits a phone of 360 px', async () => {
    const { id } = await shop.product({
      name: 'A product with a rather long name, and more of it',
    });
    const page = await visit('/', { viewport: { width: 360, height: 740 } });
    for (const path of ['/#/', `/#/products/${id}`, '/#/basket', '/#/orders']) {
      await page.goto(shop.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).to.equal(360);
    }
  });

  it('needs few and small responses before it shows its products', async () => {
    const page = await visit('/');
    await page.getByRole('list', { name: 'Products' }).waitFor();
    const loaded = await page.evaluate<readonly Loaded[]>(
      `['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type))
        .map(({ name, encodedBodySize }) => ({ name, encodedBodySize }))`,
    );
    const bytes = loaded.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);

    expect(loaded.filter(({ name }) => !name.startsWith(shop.url))).to.deep.equal([]);
    expect(loaded.length, loaded.map(({ name }) => name).join()).to.be.within(3, 8);
    expect(bytes).to.be.within(20_000, 100_000);
  });
});

type Loaded = Readonly<{ name: string; encodedBodySize: number }>;
