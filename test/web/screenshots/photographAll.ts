import type { Page } from 'playwright-core';
import { signIn, type WebShop } from '../support/webShop.js';

/** Goes through the shop, and writes what it looks like to the paths. */
export const photographAll = async (
  { url }: WebShop,
  page: Page,
  pathOf: (name: string) => string,
): Promise<void> => {
  const photograph = async (name: string): Promise<void> => {
    await page.waitForTimeout(600);
    await page.screenshot({ path: pathOf(name) });
  };
  await page.getByRole('heading', { name: 'Flash Phone' }).waitFor();
  await photograph('grid');
  await page.getByRole('button', { name: 'Log in' }).click();
  await photograph('login');
  await page.keyboard.press('Escape');
  await signIn(page);
  await page.getByRole('link', { name: 'Flash Phone' }).click();
  await page.getByRole('button', { name: 'Buy now' }).waitFor();
  await photograph('product');
  await page.getByRole('button', { name: 'Buy now' }).click();
  await page.getByText('Yours – to be paid').waitFor();
  await page.getByText('This page was told').waitFor();
  await photograph('bought');
  await page.screenshot({ path: pathOf('bought-whole'), fullPage: true });
  await page.getByRole('button', { name: 'Into the basket' }).click();
  await page.goto(`${url}/#/basket`);
  await photograph('basket');
  await page.getByRole('button', { name: /^Notifications/ }).click();
  await photograph('notifications');
  await page.goto(`${url}/#/orders`);
  await page.getByRole('heading', { name: 'My orders' }).waitFor();
  await photograph('orders');
  await page
    .getByRole('link', { name: /Flash Phone/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'Why' }).waitFor();
  await page.screenshot({ path: pathOf('order'), fullPage: true });
  await page.goto(`${url}/#/`);
  await page.getByRole('link', { name: 'Walnut Speaker' }).click();
  await page.getByRole('button', { name: /waitlist/ }).waitFor();
  await photograph('soldOut');
  await page.context().setOffline(true);
  await page.getByText('No connection.').waitFor();
  await photograph('offline');
};
