import { expect } from 'chai';
import { createSandbox, type Sandbox } from './sandbox.js';

type Found = Readonly<{ name: string }>;
type Report = Readonly<{
  issues: readonly Readonly<{
    file: string;
    files: readonly Found[];
    exports: readonly Found[];
    types: readonly Found[];
    dependencies: readonly Found[];
  }>[];
}>;

/** `npm run unused` keeps the repository green; here it is seen to go red. */
describe('The check for what nobody uses', function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let report: Report;

  before(async () => {
    sandbox = createSandbox({
      'services/shop/main.ts': "import { used } from './shop.js';\n\nused();\n",
      'services/shop/shop.ts':
        'export type Forgotten = 1;\nexport const used = () => 1;\nexport const forgotten = 1;\n',
      'services/shop/lost.ts': 'export const lost = 1;\n',
    });
    report = JSON.parse(await sandbox.run('knip', '--reporter', 'json')) as Report;
  });

  after(() => sandbox.remove());

  const found = (kind: 'files' | 'exports' | 'types' | 'dependencies'): string[] =>
    report.issues.flatMap((issue) => issue[kind].map(({ name }) => name));

  it('finds a file that nobody imports', () => {
    expect(found('files')).to.include('services/shop/lost.ts');
  });

  it('finds exports that nobody imports, and leaves the others alone', () => {
    expect(found('exports')).to.deep.equal(['forgotten']);
    expect(found('types')).to.deep.equal(['Forgotten']);
  });

  it('finds a dependency that nobody imports', () => {
    expect(found('dependencies')).to.include('zod');
  });
});
