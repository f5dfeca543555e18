import type { Page } from 'playwright-core';

/** What a browser says of itself when the network is cut on purpose. */
const ofTheNetwork = /net::ERR_|ERR_INTERNET_DISCONNECTED|WebSocket connection to/;

/** Returns what has gone wrong so far: exceptions, errors of the console, policy violations. */
export const watchForTrouble = async (page: Page): Promise<() => readonly string[]> => {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' || ofTheNetwork.test(message.text())) return;
    found.push(`console: ${message.text()} (${message.location().url})`);
  });
  await page.exposeFunction('reportViolation', (text: string) => found.push(`policy: ${text}`));
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    reportViolation(event.violatedDirective + ' ' + event.blockedURI));`);

  return () => found;
};
