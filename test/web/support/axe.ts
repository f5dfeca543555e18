import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

type Violation = Readonly<{
  id: string;
  impact: string | null;
  nodes: readonly Readonly<{ html: string; failureSummary: string }>[];
}>;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is serious or critical; through the debugger, since the page's policy lets no script in. */
export const seriousOn = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe);
  const { violations } =
    await page.evaluate<Readonly<{ violations: readonly Violation[] }>>('axe.run()');

  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
};
