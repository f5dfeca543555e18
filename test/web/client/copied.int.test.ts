import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readText, root } from '../../architecture/repository.js';
import { newProduct } from '../../security/people.js';
import { startSystem, type System } from '../../security/system.js';
import { call } from '../../support/clients/http.js';

/** The example of docs/web-client.md. */
const example = (): string =>
  /```ts run\n(.*?)```/s.exec(readText('docs/web-client.md'))?.[1] ?? '';

describe('The client of the pages, copied into an empty project', function () {
  this.timeout(120_000);
  let system: System;
  let folder: string;

  before(async () => {
    system = await startSystem();
    folder = mkdtempSync(join(tmpdir(), 'quicksale-client-'));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await system.stop();
  });

  it('buys by what the document says, with nothing but socket.io-client', async () => {
    cpSync(join(root, 'web', 'client'), join(folder, 'quicksale'), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    for (const name of ['socket.io-client'])
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    writeFileSync(join(folder, 'shop.ts'), example());
    const token = await system.adminToken();
    const product = await call(`${system.urls.gateway}/api/products`, {
      token,
      body: { ...newProduct(), stock: 3 },
    });

    const { code, output } = await run(join(folder, 'shop.ts'), {
      QUICKSALE: system.urls.gateway,
      EMAIL: 'copied@example.com',
      PASSWORD: 'correct horse battery',
    });

    expect(product.status).to.equal(201);
    expect(output).to.match(/placed [0-9a-f-]{36}\n(.*\n)*.*CONFIRMED/);
    expect(code).to.equal(0);
  });
});

type End = Readonly<{ code: number | null; output: string }>;

const run = (script: string, env: Readonly<Record<string, string>>): Promise<End> =>
  new Promise((resolve) => {
    const tsx = join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs');
    const child = spawn(process.execPath, ['--import', `file://${tsx}`, script], {
      env: { PATH: process.env['PATH'], ...env },
      timeout: 60_000,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', (code) => resolve({ code, output }));
  });
