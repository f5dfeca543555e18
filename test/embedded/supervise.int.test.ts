import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { supervise } from '../../embedded/supervisor/supervise.js';
import { rejectionOf } from '../support/assertions/rejectionOf.js';

describe('Supervising a process', () => {
  let folder: string;
  let launches: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quicksale-supervise-'));
    launches = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (source: string, onFinalEnd: (reason: Error) => void = () => undefined) => {
    const module = join(folder, 'part.mjs');
    writeFileSync(module, source);
    const specification = {
      name: 'part',
      module: pathToFileURL(module),
      env: {},
      logFile: join(folder, 'part.log'),
    };
    const watcher = {
      onLaunch: () => (launches += 1),
      onEnd: () => undefined,
      onRestarted: () => undefined,
      onFinalEnd,
    };

    return supervise(specification, watcher, new AbortController().signal);
  };

  const ready = `console.log('{"ready":true}');`;
  const refused = `console.error('part: refused'); process.exit(78);`;

  it('starts it again when it has ended', async () => {
    const { stop } = await run(`${ready} setTimeout(() => process.exit(1), 50)`);
    while (launches < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    await stop();
  });

  it('leaves it ended when no restart would help, with its own last line', async () => {
    const reason = await new Promise<Error>((resolve, reject) => {
      run(`${ready} setTimeout(() => { ${refused} }, 50)`, resolve).catch(reject);
    });

    expect(reason.message).to.equal('part: refused');
    expect(launches).to.equal(1);
  });

  it('says no more than that line when the first start ends so', async () => {
    const error = await rejectionOf(run(`console.error('noise'); ${refused}`));

    expect(error).to.have.property('message', 'part: refused');
  });
});
