import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { admin, startSystem, type System } from '../security/system.js';
import { root } from '../architecture/repository.js';
import { usualLimits } from './collectionLimits.js';

/** The program, where there is one: `.ci/run` fetches it. */
const newman = process.env['NEWMAN'];

describe('documents: the Postman collection in newman', function () {
  this.timeout(180_000);
  if (newman === undefined) return;

  let system: System;
  before(async () => {
    system = await startSystem(usualLimits);
  });
  after(() => system.stop());

  it('is green from top to bottom', async () => {
    const variables = Object.entries({
      baseUrl: system.urls.gateway,
      adminEmail: admin.email,
      adminPassword: admin.password,
    }).flatMap(([key, value]) => ['--env-var', `${key}=${value}`]);
    const child = spawn(newman, ['run', join(root, 'postman.json'), ...variables], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [code] = (await once(child, 'exit')) as [number | null];

    expect(code).to.equal(0);
  });
});
