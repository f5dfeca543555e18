import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { ProductResource } from '../../../contracts/http/products.js';
import { startSystem, type System } from '../../security/system.js';
import { eventually } from '../../support/assertions/eventually.js';
import { call } from '../../support/clients/http.js';
import { buildPages } from '../../../web/build/pages.mjs';
import { builtPages } from '../../../services/gateway/pages/pageFiles.js';
import { root } from '../../architecture/repository.js';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launchBrowser } from './browser.js';
import { watchForTrouble } from './trouble.js';

/** A running system with a browser in front of it. */
export type WebShop = Readonly<{
  url: string;
  system: System;
  /** Adds a product as the admin. */
  product: (details?: Partial<NewProduct>) => Promise<ProductResource>;
  /** Calls a route as the admin. */
  asAdmin: (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;
  /** A new browser with a page on the shop; what goes wrong in it is kept. */
  visit: (path?: string, options?: BrowserContextOptions) => Promise<Visit>;
  stop: () => Promise<void>;
}>;

export type Visit = Readonly<{
  page: Page;
  /** Errors of the console, exceptions and violations of the policy, until now. */
  trouble: () => readonly string[];
  close: () => Promise<void>;
}>;

type NewProduct = Readonly<{
  name: string;
  sku: string;
  price: number;
  originalPrice: number;
  stock: number;
  category: string;
  description: string;
  maxPerCustomer: number;
  paymentWindowSeconds: number;
  saleStartsAt: string;
  saleEndsAt: string;
}>;

let products = 0;

export const startWebShop = async (): Promise<WebShop> => {
  if (builtPages() === null) await buildPages(join(root, 'dist', 'web'));
  const system = await startSystem({ PAYMENTS: 'simulated' });
  let browser: Promise<Browser> | null = null;
  const { gateway: url } = system.urls;
  const asAdmin = async (method: string, path: string, body?: object) => {
    const token = await system.adminToken();
    const headers = { 'idempotency-key': randomUUID() };
    const send = () => call(url + path, { method, token, headers, ...(body && { body }) });
    let reply = await send();
    for (let attempt = 0; reply.status >= 503 && attempt < 10; attempt += 1) reply = await send();
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(reply.body)}`);

    return reply.body;
  };

  return {
    url,
    system,
    asAdmin,
    product: async (details = {}) => {
      products += 1;
      const usual = { name: `Lamp ${products}`, sku: `LAMP-${products}`, price: 20, stock: 5 };
      const body = { category: 'home', ...usual, ...details };

      const product = (await asAdmin('POST', '/api/products', body))['product'] as ProductResource;
      // a page that is opened next reads the list once, and visitors get one of the last second
      await eventually(async () => {
        const { body: list } = await call(`${url}/api/products?page=1&limit=100`);
        const listed = list['products'] as readonly ProductResource[];
        if (listed.some(({ id }) => id === product.id)) return;
        // requests of visitors are limited
        await pause(250);
        throw new Error('It is not listed yet');
      });

      return product;
    },
    visit: async (path = '/', options = {}) => {
      browser ??= launchBrowser();

      return visit(await browser, url + path, options);
    },
    stop: async () => {
      await (await browser)?.close();
      await system.stop();
    },
  };
};

const visit = async (
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
): Promise<Visit> => {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const trouble = await watchForTrouble(page);
  await page.goto(url);

  return { page, trouble, close: () => context.close() };
};

/** Registers through the page, by the demo account's button. */
export const signIn = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Log in' }).first().click();
  await page.getByRole('button', { name: /demo account/ }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
};
