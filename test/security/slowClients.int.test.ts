import { expect } from 'chai';
import { startGatewayForTest, type GatewayUnderTest } from '../services/gateway/gatewayFixture.js';
import { sendRaw, statusesOf } from '../support/clients/rawHttp.js';

describe('Z9: clients that never come to the end', function () {
  this.timeout(60_000);

  let gateway: GatewayUnderTest;
  before(async () => {
    gateway = await startGatewayForTest();
  });
  after(() => gateway.stop());

  const endOf = async (bytes: string): Promise<Readonly<{ status: number[]; ms: number }>> => {
    const began = performance.now();
    const answer = await sendRaw(gateway.port, bytes, 40_000);

    return { status: statusesOf(answer), ms: performance.now() - began };
  };

  it('Z9: are told 408 after 10 s of headers and 20 s of body', async () => {
    const post = 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n';
    const [headers, body] = await Promise.all([endOf(post), endOf(`${post}\r\n{"email":`)]);

    expect(headers.status).to.deep.equal([408]);
    expect(headers.ms).to.be.within(9_000, 14_000);
    expect(body.status).to.deep.equal([408]);
    expect(body.ms).to.be.within(19_000, 25_000);
  });
});
