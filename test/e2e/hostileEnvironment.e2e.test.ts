import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostileEnvironment as everything } from '../support/servers/hostileEnvironment.js';
import { createHome, type Home } from '../support/servers/system.js';

// which make Node itself write, without end or where it ends, before it runs anything of ours
const hostileEnvironment = { ...everything, NODE_DEBUG: '', NODE_V8_COVERAGE: '' };

describe('The whole system in a shell that exports whatever libraries read', function () {
  this.timeout(240_000);
  let home: Home;

  before(() => {
    home = createHome();
  });
  after(() => home.remove());

  it('sells as in any other, and no log has more in it', async () => {
    const demo = home.run('demo', ['--short'], hostileEnvironment);

    expect(await demo.exited, demo.output()).to.equal(0);
    const logs = join(home.folder, 'data', 'logs');
    for (const name of readdirSync(logs))
      for (const line of readFileSync(join(logs, name), 'utf8').split('\n').filter(isUnusual))
        expect.fail(`${name}: ${line}`);
  });

  it('makes users from the command line, and gives them the tokens that count', async () => {
    const start = await home.start([], hostileEnvironment);
    const adding = home.run('users', ['add', '1'], hostileEnvironment);

    expect(await adding.exited, adding.output()).to.equal(0);
    const { accessToken } = JSON.parse(lastLine(adding.output())) as { accessToken: string };
    const me = await fetch(`${start.endpoints.gateway}/api/profile`, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    expect(me.status).to.equal(200);
    expect(await start.stop()).to.equal(0);
  });
});

const lastLine = (text: string): string =>
  text.split('\n').findLast((line) => line.startsWith('{')) ?? '';

/** What DEBUG, GRPC_TRACE and their like write: neither JSON nor a sentence of ours. */
const isUnusual = (line: string): boolean =>
  /ioredis:|socket\.io|engine:|grpc_js|D \d{4}-|\[Connection\]|"level":(10|20),/.test(line);
