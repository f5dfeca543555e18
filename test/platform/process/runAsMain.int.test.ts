import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { nodeCommand } from '../../../platform/process/index.js';

describe('process: a main module', () => {
  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  const start = (how: string, stdio: 'ignore' | 'ipc' = 'ignore') => {
    const { command, args } = nodeCommand(new URL('./sampleMain.js', import.meta.url));
    const child = spawn(command, [...args, how], { stdio: ['ignore', 'pipe', 'pipe', stdio] });
    children.push(child);
    const output = { out: '', err: '' };
    child.stdout?.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
    const exited = once(child, 'close').then(([code]) => ({ code: code as number, ...output }));
    const ready = once(child.stdout ?? child, 'data');

    return { child, exited, ready };
  };

  it('says where it serves, and stops cleanly on a signal', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child, exited, ready } = start('well');
      await ready;
      child.kill(signal);
      const { code, out } = await exited;

      expect(code).to.equal(0);
      const [first, second] = out.split('\n');
      expect(JSON.parse(first ?? '')).to.deep.equal({
        ready: true,
        name: 'sample',
        url: 'http://x',
      });
      expect(second).to.equal('stopped');
    }
  });

  it('stops when its parent goes away', async () => {
    const { child, ready } = start('well', 'ipc');
    await ready;
    child.disconnect();
    const [code] = (await once(child, 'exit')) as [number | null];

    expect(code).to.equal(0);
  });

  it('ends with one line when the configuration is wrong', async () => {
    const { code, err } = await start('misconfigured').exited;

    expect(code).to.equal(1);
    expect(err.trim().split('\n')).to.have.length(1);
    expect(err).to.contain('sample').and.to.contain('SAMPLE_PORT');
  });

  it('ends with 78 and one line when no restart would help', async () => {
    for (const how of ['refused', 'refused later']) {
      const { code, err } = await start(how).exited;

      expect(code, how).to.equal(78);
      expect(err).to.equal('sample: no restart helps\n');
    }
  });

  it('S12: ends with 1, after stopping, on an error that nobody caught', async () => {
    for (const how of ['throws', 'rejects']) {
      const { code, out, err } = await start(how).exited;

      expect(code, how).to.equal(1);
      expect(out).to.contain('stopped');
      expect(err).to.contain('nobody caught this');
    }
  });

  describe('whose log cannot be written', function () {
    before(function () {
      if (!existsSync(full)) this.skip();
    });

    const startWithoutLog = (how: string): ChildProcess => {
      const { command, args } = nodeCommand(new URL('./sampleMain.js', import.meta.url));
      const log = openSync(full, 'w');
      const child = spawn(command, [...args, how], { stdio: ['ignore', 'pipe', log] });
      closeSync(log);
      children.push(child);

      return child;
    };

    it('serves, logs into the void and stops on a signal', async () => {
      const child = startWithoutLog('logs');
      await once(child.stdout ?? child, 'data');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(child.exitCode).to.equal(null);
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];

      expect(code).to.equal(0);
    });

    it('ends once, with 1, on errors that nobody caught', async () => {
      const child = startWithoutLog('throws again and again');
      let out = '';
      child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
      const [code] = (await once(child, 'close')) as [number | null];

      expect(code).to.equal(1);
      expect(out.split('stopped')).to.have.length(2);
    });
  });
});

/** A file that is always full. Linux has one. */
const full = '/dev/full';
