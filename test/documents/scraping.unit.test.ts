import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../architecture/repository.js';
import { portsInConfigurations } from '../deploy/image/ports.js';

type Scraping = Readonly<{
  scrape_configs: readonly Readonly<{
    static_configs: readonly Readonly<{ targets: readonly string[] }>[];
  }>[];
}>;

const page = readFileSync(join(root, 'docs/operations/scraping.md'), 'utf8');

describe('documents: the scrape configuration', () => {
  it('has every process with its usual port, and no other', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]+?)```/.exec(page) ?? [];
    const { scrape_configs: jobs } = parse(yaml) as Scraping;
    const targets = jobs.flatMap(({ static_configs: configs }) =>
      configs.flatMap(({ targets: named }) => named),
    );

    expect(targets).to.deep.equal(
      Object.values(portsInConfigurations()).map((port) => `quicksale.internal:${port}`),
    );
  });
});
