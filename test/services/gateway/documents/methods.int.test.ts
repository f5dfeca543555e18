import { expect } from 'chai';
import { methodsOf } from '../../../../services/gateway/documents/methods.js';
import { sendRaw } from '../../../support/clients/rawHttp.js';
import { startGatewayForTest, type GatewayUnderTest } from '../gatewayFixture.js';

describe('gateway: a GET with a body', () => {
  let gateway: GatewayUnderTest;
  let token: string;
  before(async () => {
    gateway = await startGatewayForTest();
    token = await gateway.newToken();
  });
  after(() => gateway.stop());

  const get = (path: string, method = 'GET') =>
    sendRaw(
      gateway.port,
      `${method} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}',
    );

  for (const [path, allowed] of [
    ['/api/auth/login', 'POST'],
    ['/api/auth/register/', 'POST'],
    ['/api/inventory/reserve', 'POST'],
    ['/api/notifications/read-all', 'POST'],
    ['/api/orders/7f9c24e5-4c1e-4f0a-9a57-2f4e8c9d1b60/items', 'POST'],
  ] as const)
    it(`is 405 where there is no GET: ${path}`, async () => {
      const answer = await get(path);

      expect(answer).to.match(/^HTTP\/1\.1 405 /);
      expect(answer).to.match(new RegExp(`^Allow: ${allowed}\\r$`, 'm'));
      expect(answer).to.contain('METHOD_NOT_ALLOWED');
    });

  it('is 405 for HEAD as well', async () => {
    expect(await get('/api/auth/login', 'HEAD')).to.match(/^HTTP\/1\.1 405 /);
  });

  it('is 400 where there is one', async () => {
    for (const path of ['/api/orders', '/api/products/x', '/api/orders/x/nothing'])
      expect(await get(path), path).to.contain('BODY_REFUSED');
  });

  it('is judged by the methods that the document tells', () => {
    expect(methodsOf('/api/orders')).to.have.members(['GET', 'HEAD', 'POST']);
    expect(methodsOf('/api/inventory/products/x/stock')).to.have.members(['GET', 'HEAD', 'PATCH']);
    expect(methodsOf('/api/orders/x/nothing')).to.deep.equal([]);
  });
});
