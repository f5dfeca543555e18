import { join } from 'node:path';
import { signIn, type WebShop } from '../support/webShop.js';

const small = { type: 'jpeg', quality: 60 } as const;
const viewport = { width: 960, height: 640 };

/** The pictures of the README: small files. */
export const takeReadmePictures = async (shop: WebShop, folder: string): Promise<void> => {
  const grid = await shop.visit('/', { viewport, colorScheme: 'light' });
  await grid.page.getByRole('heading', { name: 'Flash Phone' }).waitFor();
  await grid.page.waitForTimeout(600);
  await grid.page.screenshot({ path: join(folder, 'shop.jpg'), ...small });
  await grid.close();

  const order = await shop.visit('/', { viewport, colorScheme: 'dark' });
  await signIn(order.page);
  await order.page.getByRole('link', { name: 'Flash Phone' }).click();
  await order.page.getByRole('button', { name: 'Buy now' }).click();
  await order.page.getByText('This page was told').waitFor();
  await order.page.evaluate('scrollTo(0, 300)');
  await order.page.waitForTimeout(600);
  await order.page.screenshot({ path: join(folder, 'order.jpg'), ...small });
  await order.close();
};
