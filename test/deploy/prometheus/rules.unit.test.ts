import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readText, root } from '../../architecture/repository.js';
import { portsInConfigurations } from '../image/ports.js';
import { alerts, metricsIn, panels, recordings } from '../support/queries.js';

type Tests = Readonly<{
  tests: readonly Readonly<{
    alert_rule_test: readonly Readonly<{ alertname: string; exp_alerts: readonly unknown[] }>[];
  }>[];
}>;

const documented = new Set(
  [...readText('docs/reference/metrics.md').matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name),
);

const recorded = new Set(recordings.map(({ record }) => record));

/** A histogram is read by the series that it consists of. */
const isKnown = (name: string): boolean =>
  recorded.has(name) ||
  documented.has(name) ||
  documented.has(name.replace(/_(bucket|count|sum)$/, '')) ||
  /^(process_cpu_seconds_total|process_resident_memory_bytes|nodejs_eventloop_lag_p99_seconds)$/.test(
    name,
  ) ||
  /^node_filesystem_(avail|size)_bytes$/.test(name);

const kebabCase = (name: string): string => name.replaceAll(/(?!^)([A-Z])/g, '-$1').toLowerCase();

const pageOf = (name: string): string => `docs/operations/alerts/${kebabCase(name)}.md`;

describe('deploy/prometheus', () => {
  it('has an alert of each kind that there may be something to do about', () => {
    expect(alerts.length).to.be.greaterThan(15);
    for (const { alert, labels, annotations } of alerts) {
      expect(labels?.severity, alert).to.be.oneOf(['page', 'ticket']);
      expect(annotations?.summary, alert).to.have.length.greaterThan(10);
      expect(annotations?.runbook).to.equal(pageOf(alert ?? ''));
    }
  });

  for (const { alert = '' } of alerts)
    it(`${alert} has a page: what it means, what buyers see, what to do`, () => {
      const page = readText(pageOf(alert));

      expect(page).to.match(new RegExp(`^# ${alert}\n`));
      for (const heading of ['What it means', 'What buyers see', 'What to do'])
        expect(page).to.include(`\n## ${heading}\n`);
    });

  it('has no page without an alert, and an index with all of them', () => {
    const index = readText('docs/operations/alerts/README.md');
    const pages = readdirSync(join(root, 'docs/operations/alerts')).filter(
      (name) => name !== 'README.md',
    );

    expect(pages.map((name) => `docs/operations/alerts/${name}`)).to.have.members(
      alerts.map(({ alert = '' }) => pageOf(alert)),
    );
    for (const { alert = '', expr } of alerts) {
      expect(index).to.include(`[${alert}](${kebabCase(alert)}.md)`);
      expect(index).to.include(expr.replaceAll('|', '\\|'));
    }
  });

  it('has a test in which each alert fires, and one in which it is silent', () => {
    const { tests } = parse(readText('deploy/prometheus/tests/alerts.test.yml')) as Tests;
    const tested = tests.flatMap(({ alert_rule_test: rules }) =>
      rules.map(({ alertname, exp_alerts: expected }) => `${alertname} ${expected.length}`),
    );

    for (const { alert = '' } of alerts)
      expect(tested).to.include.members([`${alert} 1`, `${alert} 0`]);
  });

  it('names only metrics that there are, in rules and dashboards', () => {
    const used = [...alerts, ...recordings, ...panels].flatMap(({ expr }) => metricsIn(expr));

    expect(new Set(used).size).to.be.greaterThan(30);
    expect([...new Set(used)].filter((name) => !isKnown(name))).to.deep.equal([]);
  });

  it('scrapes every service at its port', () => {
    const config = readText('deploy/prometheus/prometheus.yml');
    for (const [variable, port] of Object.entries(portsInConfigurations())) {
      const name = variable.replace('_PORT', '').toLowerCase();
      expect(config).to.include(`{ names: [${name}], type: A, port: ${port} }`);
    }
  });
});
