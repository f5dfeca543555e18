import type { Page } from 'playwright-core';

/** What a browser says of itself when the network is cut on purpose. */
const ofTheNetwork = /net::ERR_|ERR_INTERNET_DISCONNECTED|WebSocket connection to/;

/** A browser notes every refusal; this one is an answer, which the page shows. */
const isSoldOut = (text: string, url: string): boolean =>
  text.includes('status of 409') && url.endsWith('/api/orders');

/** Returns what has gone wrong so far: exceptions, errors of the console, policy violations. */
export const watchForTrouble = async (page: Page): Promise<() => readonly string[]> => {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    const { url } = message.location();
    if (message.type() !== 'error' || ofTheNetwork.test(text) || isSoldOut(text, url)) return;
    found.push(`console: ${text} (${url})`);
  });
  await page.exposeFunction('reportViolation', (text: string) => found.push(`policy: ${text}`));
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    reportViolation(event.violatedDirective + ' ' + event.blockedURI));`);

  return () => found;
};
