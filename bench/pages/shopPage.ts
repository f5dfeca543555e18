import type { Page } from 'playwright-core';
import { launchBrowser } from '../../test/web/support/browser.js';

/** What the page of the shop did while somebody used it. */
export type Observed = Readonly<{
  /** In milliseconds, one per second that was looked at; 0 where no task took over 50 ms. */
  longestTasks: readonly number[];
  /** From an input to the frame that shows what it did, in milliseconds. */
  interactions: readonly number[];
  /** Between two frames, in milliseconds. */
  frames: readonly number[];
}>;

type Raw = Readonly<{
  tasks: readonly (readonly [start: number, duration: number])[];
  inputs: readonly number[];
  frames: readonly number[];
  from: number;
  to: number;
}>;

/** Runs in the page. Event timing counts in steps of 8 ms, and nothing shorter than 16. */
const observe = `
  globalThis.seen = { tasks: [], inputs: [], frames: [] };
  new PerformanceObserver((list) => list.getEntries().forEach(({ startTime, duration }) =>
    seen.tasks.push([startTime, duration]))).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration, interactionId }) =>
    interactionId && seen.inputs.push(duration)))
    .observe({ type: 'event', durationThreshold: 16 });
  let last = performance.now();
  const onFrame = (now) => {
    seen.frames.push(now - last);
    last = now;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
`;

/** High enough for some sixty products. */
const viewport = { width: 1440, height: 2_400 };

export type ShopPage = Readonly<{
  firstLoadMs: number;
  /** Types and clicks for so long, then says how it went. */
  use: (seconds: number) => Promise<Observed>;
  stop: () => Promise<void>;
}>;

/** Opens the shop in Chromium, and waits until it shows its products. */
export const openShopPage = async (gateway: string): Promise<ShopPage> => {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport });
  await page.addInitScript(observe);
  await page.goto(gateway);
  await page.locator('[data-product]').first().waitFor();
  const firstLoadMs = await page.evaluate<number>('performance.now()');

  return {
    firstLoadMs,
    use: (seconds) => use(page, seconds),
    stop: () => browser.close(),
  };
};

const use = async (page: Page, seconds: number): Promise<Observed> => {
  const search = page.getByRole('searchbox');
  const from = await page.evaluate<number>(
    'seen.inputs.length = seen.frames.length = 0, performance.now()',
  );
  const until = performance.now() + seconds * 1000;
  for (let round = 0; performance.now() < until; round += 1) {
    await search.press(['Home', '4', 'Backspace'][round % 3] ?? 'Home');
    await page.waitForTimeout(300);
  }
  const raw = await page.evaluate<Raw>(`({ ...seen, from: ${from}, to: performance.now() })`);

  return { longestTasks: longestPerSecond(raw), interactions: raw.inputs, frames: raw.frames };
};

const longestPerSecond = ({ tasks, from, to }: Raw): number[] =>
  Array.from({ length: Math.floor((to - from) / 1000) }, (_, second) =>
    Math.max(
      0,
      ...tasks
        .filter(([start]) => Math.floor((start - from) / 1000) === second)
        .map(([, duration]) => duration),
    ),
  );
