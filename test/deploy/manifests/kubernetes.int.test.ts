import { expect } from 'chai';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { readText, root } from '../../architecture/repository.js';
import { portsInConfigurations } from '../image/ports.js';
import { needTools, runTool } from '../support/tools.js';
import { type Manifest, violations } from './policy.js';

const overlays = ['local', 'production'] as const;

const services = Object.entries(portsInConfigurations()).map(([variable, port]) => ({
  name: variable.replace('_PORT', '').toLowerCase(),
  port,
}));

describe('deploy/kubernetes', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'quicksale-manifests-'));
  const rendered = (overlay: string) => join(folder, `${overlay}.yml`);
  const manifestsOf = (overlay: string): Manifest[] =>
    parseAllDocuments(readFileSync(rendered(overlay), 'utf8')).map(
      (document) => document.toJS() as Manifest,
    );

  before(function () {
    needTools(this, 'kustomize');
    for (const overlay of overlays) {
      const path = join(root, 'deploy/kubernetes/overlays', overlay);
      const { code, output } = runTool('kustomize', ['build', path]);
      expect(code, output).to.equal(0);
      writeFileSync(rendered(overlay), output);
    }
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const overlay of overlays) {
    it(`${overlay}: fits the schemas of Kubernetes`, function () {
      needTools(this, 'kubernetes-validate');
      const { code, output } = runTool('kubernetes-validate', ['--strict', rendered(overlay)]);

      expect(code, output).to.equal(0);
      expect(output).to.include('deployment/orders');
    });

    it(`${overlay}: keeps the policy`, () => {
      expect(violations(manifestsOf(overlay))).to.deep.equal([]);
    });

    it(`${overlay}: has a Deployment, a Service and a budget for each service, at its port`, () => {
      const manifests = manifestsOf(overlay);
      const named = (kind: string, name: string) =>
        manifests.find((one) => one.kind === kind && one.metadata.name === name);
      for (const { name, port } of services) {
        const template = named('Deployment', name)?.spec?.template;
        expect(template?.spec.containers[0]).to.deep.include({
          args: [`dist/services/${name}/main.js`],
          ports: [{ name: 'http', containerPort: port }],
        });
        expect(named('Service', name), name).to.not.equal(undefined);
        expect(named('PodDisruptionBudget', name), name).to.not.equal(undefined);
      }
      for (const name of ['gateway', 'orders', 'notifier'])
        expect(named('HorizontalPodAutoscaler', name), name).to.not.equal(undefined);
      for (const kind of ['Ingress', 'NetworkPolicy', 'ServiceMonitor', 'ConfigMap', 'Job'])
        expect(
          manifests.some((one) => one.kind === kind),
          kind,
        ).to.equal(true);
    });
  }

  it('lets the gateway see every pod of what it calls', () => {
    const headless = manifestsOf('production').flatMap(({ kind, metadata, spec }) =>
      kind === 'Service' && spec?.clusterIP === 'None' ? [metadata.name] : [],
    );

    expect(headless).to.have.members(['auth', 'inventory', 'orders', 'notifier', 'operations']);
  });

  it('production: brings no Secret, and asks for those that its page lists', () => {
    const manifests = manifestsOf('production');
    const wanted = JSON.stringify(manifests).match(/quicksale-[a-z]+(?=")/g) ?? [];
    const page = readText('deploy/kubernetes/README.md');

    expect(manifests.filter(({ kind }) => kind === 'Secret')).to.deep.equal([]);
    for (const name of wanted.filter((one) => one !== 'quicksale-notifier'))
      expect(page).to.include(`\`${name}\``);
  });

  it('notices a manifest that fits no schema, and one that breaks the policy', function () {
    needTools(this, 'kubernetes-validate');
    const broken = readFileSync(rendered('production'), 'utf8')
      .replace('runAsNonRoot: true', 'runAsNonRoot: yes please')
      .replace('quicksale:0.1.0', 'quicksale:latest');
    const path = join(folder, 'broken.yml');
    writeFileSync(path, broken);
    const manifests = parseAllDocuments(broken).map((document) => document.toJS() as Manifest);

    expect(existsSync(path)).to.equal(true);
    expect(runTool('kubernetes-validate', ['--strict', path]).code).to.not.equal(0);
    expect(violations(manifests)).to.have.length(2);
  });
});
