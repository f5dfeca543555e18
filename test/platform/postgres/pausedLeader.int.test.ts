import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createLogger } from '../../../platform/logging/index.js';
import { type Leadership, withLeadership } from '../../../platform/postgres/index.js';
import { nodeCommand } from '../../../platform/process/index.js';
import { eventually } from '../../support/assertions/eventually.js';
import { freshDatabase } from '../../support/servers/postgres.js';

describe('leadership: a leader that is paused', () => {
  it('is replaced while it sleeps, and stops leading when it wakes up', async () => {
    const leader = startLeader();
    await eventually(() => expect(leader.said).to.deep.equal(['leading']), timeoutMs);
    next = withLeadership({
      url,
      lock,
      logger: createLogger({ name: 'test', level: 'silent' }),
      lead: (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    });
    leader.child.kill('SIGSTOP');
    await eventually(() => expect(next?.isLeader()).to.equal(true), timeoutMs);
    leader.child.kill('SIGCONT');
    await eventually(() => expect(leader.said).to.deep.equal(['leading', 'no longer']), timeoutMs);

    expect(next.isLeader()).to.equal(true);
  });

  const lock = 'crown';
  const timeoutMs = 40_000;
  let url: string;
  let child: ChildProcess | null = null;
  let next: Leadership | null = null;

  before(async () => {
    url = await freshDatabase({ migrated: false });
  });

  afterEach(async () => {
    await next?.stop();
    if (child === null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  });

  const startLeader = () => {
    const { command, args } = nodeCommand(new URL('./leadingProcess.js', import.meta.url));
    const started = spawn(command, [...args, url, lock], { stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    const said: string[] = [];
    started.stdout.on('data', (text: Buffer) => said.push(...text.toString().trim().split('\n')));

    return { child: started, said };
  };
});
