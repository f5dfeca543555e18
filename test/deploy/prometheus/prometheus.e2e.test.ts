import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { readText, root } from '../../architecture/repository.js';
import { eventually } from '../../support/assertions/eventually.js';
import { call } from '../../support/clients/http.js';
import { openShop } from '../../support/clients/shop.js';
import { serviceNames } from '../../../embedded/launcher/layout.js';
import { freePort } from '../../support/servers/freePort.js';
import { createHome, type Home, type System, unlimited } from '../../support/servers/system.js';
import { alerts, panels } from '../support/queries.js';
import { needTools } from '../support/tools.js';

type Config = {
  global: Record<string, string>;
  scrape_configs: { job_name: string; dns_sd_configs?: unknown; static_configs?: unknown }[];
};

type Result = Readonly<{
  status: string;
  data: Readonly<{ result: readonly Readonly<{ metric: Readonly<Record<string, string>> }>[] }>;
}>;

describe('Prometheus of Debian, on a running system', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'quicksale-prometheus-'));
  let home: Home | undefined;
  let prometheus: ChildProcess | undefined;
  let url: string;

  before(async function () {
    needTools(this, 'prometheus');
    home = createHome();
    const system = await home.start(['--processes'], unlimited);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    prometheus = startPrometheus(folder, port, system);
    await eventually(
      async () => expect(await seriesOf('up == 1')).to.have.length(serviceNames.length),
      60_000,
    );
    const shop = openShop(system);
    const token = await shop.customer();
    const productId = await shop.product(3);
    for (let placed = 0; placed < 3; placed += 1) {
      const { body } = await shop.order(token, productId);
      await shop.outcome(token, body.order.id);
    }
    await eventually(
      async () =>
        expect(await seriesOf('quicksale_orders_total{outcome="confirmed"}')).to.have.length(1),
      30_000,
    );
  });

  after(async () => {
    if (prometheus?.exitCode === null) {
      prometheus.kill('SIGTERM');
      await once(prometheus, 'close');
    }
    await home?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const query = async (expr: string): Promise<Result> =>
    (await call(`${url}/api/v1/query?query=${encodeURIComponent(expr)}`)).body as Result;

  const seriesOf = async (expr: string) => (await query(expr)).data.result;

  it('has loaded every rule, and none of them fails', async () => {
    type Rules = { data: { groups: { rules: { name: string; health: string }[] }[] } };
    await eventually(async () => {
      const { data } = (await call(`${url}/api/v1/rules`)).body as Rules;
      const rules = data.groups.flatMap((group) => group.rules);
      expect(rules.filter(({ health }) => health !== 'ok')).to.deep.equal([]);
      expect(rules.map(({ name }) => name)).to.include.members(alerts.map(({ alert }) => alert));
    }, 30_000);
  });

  it('finds nothing to wake anybody for in a system that works', async () => {
    const firing = await seriesOf('ALERTS{alertstate="firing"}');

    expect(firing.map(({ metric }) => metric['alertname'])).to.deep.equal([]);
  });

  for (const { expr, title, dashboard } of panels)
    it(`answers "${title}" of ${dashboard}: ${expr}`, async () => {
      const check = async () => {
        const { status, data } = await query(expr);
        expect(status).to.equal('success');
        if (!mayBeEmpty.test(expr)) expect(data.result).to.have.length.greaterThan(0);
      };

      await eventually(check, 30_000);
    });
});

/** Series that begin when something of the kind has happened. */
const mayBeEmpty =
  /limited_total|retention_removed|click_to_push|breaker_open|requests_(in_flight|waiting)|quarantined_messages/;

/** The configuration of the repository, but for where the services are and how often it looks. */
const startPrometheus = (folder: string, port: number, { endpoints }: System): ChildProcess => {
  cpSync(join(root, 'deploy/prometheus/rules'), join(folder, 'rules'), { recursive: true });
  const config = parse(readText('deploy/prometheus/prometheus.yml')) as Config;
  config.global = { scrape_interval: '1s', evaluation_interval: '1s' };
  config.scrape_configs = config.scrape_configs.filter(({ job_name: job }) => job === 'quicksale');
  for (const scrape of config.scrape_configs) {
    delete scrape.dns_sd_configs;
    scrape.static_configs = [
      { targets: serviceNames.map((name) => new URL(endpoints[name]).host) },
    ];
  }
  writeFileSync(join(folder, 'prometheus.yml'), stringify(config));
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
  ];

  return spawn('prometheus', args, { stdio: 'inherit' });
};
