import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChildSpecification } from '../../embedded/supervisor/child.js';
import { createProgress } from '../../embedded/supervisor/progress.js';
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

  const run = (
    source: string,
    onFinalEnd: (reason: Error) => void = () => undefined,
    more: Pick<ChildSpecification, 'untilLowPriority' | 'onNotice'> = {},
  ) => {
    const module = join(folder, 'part.mjs');
    writeFileSync(module, source);
    const specification = {
      name: 'part',
      module: pathToFileURL(module),
      env: {},
      logFile: join(folder, 'part.log'),
      ...more,
    };
    const watcher = {
      onLaunch: () => (launches += 1),
      onEnd: () => undefined,
      onRestarted: () => undefined,
      onFinalEnd,
    };

    const progress = createProgress({ show: () => undefined });

    return supervise(specification, watcher, { progress, signal: new AbortController().signal });
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

  it('lowers its priority only once all its services are ready', async () => {
    const said: string[] = [];
    const onNotice = (text: string) => said.push(text);
    let becomeReady = (): void => undefined;
    const ready = new Promise<void>((resolve) => (becomeReady = resolve));
    const { stop } = await run(sayingItsPriority, undefined, {
      untilLowPriority: () => ready,
      onNotice,
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const saidBefore = said.length;
    becomeReady();
    while (said.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    await stop();

    expect(saidBefore).to.equal(1);
    expect(Number(said[0])).to.equal(getPriority());
    expect(Number(said[1])).to.be.greaterThan(getPriority());
  });
});

const sayingItsPriority = `
  import { getPriority } from 'node:os';
  const say = (what) => console.log(JSON.stringify(what));
  const before = getPriority();
  await new Promise((resolve) => setTimeout(resolve, 300));
  say({ notice: String(getPriority()) });
  say({ ready: true });
  setInterval(() => {
    if (getPriority() > before) say({ notice: String(getPriority()) });
  }, 20);
`;
