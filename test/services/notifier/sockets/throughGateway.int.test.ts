import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { loadGatewayConfig } from '../../../../services/gateway/config.js';
import { startGateway } from '../../../../services/gateway/service.js';
import type { InProcessUpstreams } from '../../../../services/gateway/upstreams/dispatch.js';
import { closing } from '../../../support/clients/messaging.js';
import {
  closeNotifierFixture,
  notify,
  openNotifierFixture,
  openSocket,
  until,
  type NotifierFixture,
} from '../notifierFixture.js';

/** What a gateway has of a notifier in its own process, and of one elsewhere. */
const ways: Readonly<Record<string, (fixture: NotifierFixture) => InProcessUpstreams>> = {
  'in another process': () => ({}),
  'in its own process': ({ takeSocket }) => ({ takeSocket }),
};

describe('notifier through the gateway', function () {
  this.timeout(120_000);

  let fixture: NotifierFixture;
  before(async () => {
    fixture = await openNotifierFixture();
  });
  after(closeNotifierFixture);

  for (const [where, inProcessOf] of Object.entries(ways))
    describe(where, () => {
      let gateway: Awaited<ReturnType<typeof startGateway>>;
      let gatewayUrl: string;
      before(async () => {
        const config = loadGatewayConfig({
          DATABASE_URL: fixture.databaseUrl,
          NOTIFIER_URL: fixture.url,
          GATEWAY_PORT: '0',
          LOG_LEVEL: 'silent',
        });
        gateway = closing(await startGateway(config, inProcessOf(fixture)));
        gatewayUrl = gateway.url ?? '';
        await until(async () => (await fetch(`${gatewayUrl}/health`)).ok, 'the gateway');
      });

      for (const transports of [['websocket'], ['polling'], ['polling', 'websocket']])
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

      it('ends its WebSockets when it stops, so that they go elsewhere', async () => {
        const client = await openSocket(gatewayUrl, { token: fixture.signIn('customer') });
        await gateway.stop();
        await until(() => client.log.includes('disconnected: transport close'), 'the end');
      });
    });
});
