import type { Page } from 'playwright-core';
import type { ProductResource } from '../../../contracts/http/products.js';
import { call } from '../../support/clients/http.js';
import { openPage } from '../support/operators.js';
import type { WebShop } from '../support/webShop.js';

const pages = ['Sale', 'Pipeline', 'Catalogue', 'Orders and buyers', 'Streams', 'Proof'] as const;

/** Goes through the console, and writes what it looks like to the paths. */
export const photographConsole = async (
  shop: WebShop,
  page: Page,
  pathOf: (name: string) => string,
): Promise<void> => {
  const photograph = async (name: string): Promise<void> => {
    await page.waitForTimeout(1_500);
    await page.screenshot({ path: pathOf(`console-${name}`), fullPage: true });
  };
  for (const name of pages) {
    await openPage(page, name);
    await page.waitForTimeout(2_000);
    await photograph((name.split(' ')[0] ?? name).toLowerCase());
  }
  await openPage(page, 'Pipeline');
  for (const closed of await page.locator('summary').all()) await closed.click();
  await photograph('pipeline-open');
  await openPage(page, 'Orders and buyers');
  await page.locator('.row-link').first().click();
  await page.getByRole('heading', { name: 'Events' }).waitFor();
  await photograph('order');
  await openPage(page, 'Streams');
  await page.locator('main a').first().click();
  await photograph('stream');
  await openPage(page, 'Catalogue');
  await page.getByRole('button', { name: 'Change Limited Drop' }).click();
  await photograph('change');
  await contest(shop);
  await page.getByRole('dialog').getByLabel('Price', { exact: true }).fill('44');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Changed by somebody else' }).waitFor();
  await photograph('conflict');
  await page.keyboard.press('Escape');
  await page.context().setOffline(true);
  await openPage(page, 'Pipeline');
  await page.getByText('cannot be reached').first().waitFor();
  await photograph('offline');
};

/** Changes the product beside whoever has it in a form. */
const contest = async ({ url, system, asAdmin }: WebShop): Promise<void> => {
  const { products } = await asAdmin('GET', '/api/products?search=Limited');
  const token = await system.adminToken();
  for (const { id, price, version } of products as readonly ProductResource[])
    await call(`${url}/api/products/${id}`, {
      method: 'PUT',
      token,
      headers: { 'if-match': `"${version}"` },
      body: { price: price + 1 },
    });
};
