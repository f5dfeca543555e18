import { startWebShop, type WebShop } from './webShop.js';

let started: Promise<WebShop> | null = null;

/** The one system and browser of all suites of this process; they end with it. */
export const sharedWebShop = (): Promise<WebShop> => {
  started ??= startWebShop();

  return started;
};

after(async function () {
  this.timeout(60_000);
  await (await started)?.stop();
});
