import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { loadGatewayConfig } from '../../../../services/gateway/config.js';
import { startGateway } from '../../../../services/gateway/service.js';
import { closing } from '../../../support/clients/messaging.js';
import {
  closeNotifierFixture,
  notify,
  openNotifierFixture,
  openSocket,
  until,
  type NotifierFixture,
} from '../notifierFixture.js';

describe('notifier through the gateway', function () {
  this.timeout(120_000);

  let fixture: NotifierFixture;
  let gatewayUrl: string;

  before(async () => {
    fixture = await openNotifierFixture();
    const gateway = closing(
      await startGateway(
        loadGatewayConfig({
          DATABASE_URL: fixture.databaseUrl,
          NOTIFIER_URL: fixture.url,
          GATEWAY_PORT: '0',
          LOG_LEVEL: 'silent',
        }),
      ),
    );
    gatewayUrl = gateway.url ?? '';
    await until(async () => (await fetch(`${gatewayUrl}/health`)).ok, 'the gateway');
  });

  after(closeNotifierFixture);

  for (const transports of [['websocket'], ['polling']])
    it(`pushes to a page of the gateway over ${transports.join()}, and to no other page`, async () => {
      const userId = randomUUID();
      const auth = { token: fixture.signIn('customer', userId) };
      const own = await openSocket(gatewayUrl, auth, {
        transports,
        extraHeaders: { origin: gatewayUrl },
      });
      const foreign = await openSocket(gatewayUrl, auth, {
        transports,
        extraHeaders: { origin: 'https://evil.example' },
      });
      await notify(fixture, userId, 2);
      await until(() => own.updates.length === 2, 'the updates');

      expect(foreign.log[0]).to.match(/^refused/);
    });

  it('serves the Socket.IO client to pages that bundle none', async () => {
    expect((await fetch(`${gatewayUrl}/socket.io/socket.io.min.js`)).status).to.equal(200);
  });
});
