import { expect } from 'chai';
import { postmanCollection } from '../../contracts/openapi/index.js';
import { admin, startSystem, type System } from '../security/system.js';
import { usualLimits } from './collectionLimits.js';
import { runCollection } from './runCollection.js';

describe('documents: the Postman collection, run', function () {
  this.timeout(180_000);

  let system: System;
  before(async () => {
    system = await startSystem(usualLimits);
  });
  after(() => system.stop());

  const run = (given: Readonly<Record<string, string>> = {}) =>
    runCollection(postmanCollection(), {
      baseUrl: system.urls.gateway,
      adminEmail: admin.email,
      adminPassword: admin.password,
      ...given,
    });

  it('is green from top to bottom, and logs out last', async () => {
    const steps = await run();
    const failing = steps.filter(({ failures }) => failures.length > 0);

    expect(failing).to.deep.equal([]);
    expect(steps.length).to.be.at.least(50);
    expect(steps.at(-1)?.name).to.contain('/api/auth/logout');
  });

  it('is red where the admin cannot sign in: its checks do check', async () => {
    const steps = await run({ adminPassword: 'not the password' });
    const failing = steps.filter(({ failures }) => failures.length > 0);

    expect(failing.map(({ name }) => name).join()).to.contain('Sign in as the admin');
    expect(failing.length).to.be.greaterThan(10);
  });
});
