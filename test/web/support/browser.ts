import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Returns the Chromium of CHROMIUM or of the PATH; null where there is none. */
export const findChromium = (): string | null => {
  const given = process.env['CHROMIUM'] ?? '';
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name)));

  return [given, ...found].find((path) => path !== '' && existsSync(path)) ?? null;
};

/** Throws where there is no Chromium. */
export const launchBrowser = (): Promise<Browser> => {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No Chromium; set CHROMIUM to its path');

  // root may not use its sandbox, and containers have little shared memory
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
};
