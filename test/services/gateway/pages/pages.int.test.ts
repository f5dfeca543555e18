import { expect } from 'chai';
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { buildPages } from '../../../../web/build/pages.mjs';
import { builtPages } from '../../../../services/gateway/pages/pageFiles.js';
import { call, expectProblem } from '../../../support/clients/http.js';
import { startGatewayForTest, type GatewayUnderTest } from '../gatewayFixture.js';
import { root } from '../../../architecture/repository.js';
import { join } from 'node:path';

type Reply = Readonly<{ status: number; headers: Record<string, string>; body: Buffer }>;

/** Without fetch, which chooses and undoes encodings by itself. */
const get = (url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> =>
  new Promise((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string>,
          body: Buffer.concat(chunks),
        }),
      );
    })
      .on('error', reject)
      .end();
  });

describe('gateway: pages', function () {
  this.timeout(30_000);
  let gateway: GatewayUnderTest;
  let script: string;

  before(async () => {
    if (builtPages() === null) await buildPages(join(root, 'dist', 'web'));
    gateway = await startGatewayForTest({ STREAMS_URL: 'http://127.0.0.1:2113/"web&' });
    const html = (await get(gateway.url)).body.toString();
    script = `${gateway.url}${/src="([^"]+)"/.exec(html)?.[1] ?? ''}`;
  });
  after(() => gateway.stop());

  for (const path of ['/', '/console'])
    it(`Z26: serves ${path} under a policy without exceptions, to be checked at every visit`, async () => {
      const page = await get(gateway.url + path);
      const policy = page.headers['content-security-policy'] ?? '';

      expect(page.status).to.equal(200);
      expect(page.headers['content-type']).to.equal('text/html; charset=utf-8');
      expect(page.headers['cache-control']).to.equal('no-cache');
      expect(page.headers['x-content-type-options']).to.equal('nosniff');
      expect(policy).to.contain("default-src 'none'").and.contain("script-src 'self'");
      expect(policy).to.not.match(/unsafe|https?:|\*/);
      expect(page.body.toString()).to.not.match(/<script(?![^>]*\bsrc="\/assets\/)|<style|style=/);
    });

  it('tells the pages where the streams are, without letting the address out of its place', async () => {
    const html = (await get(gateway.url)).body.toString();
    const [, settings = ''] = /name="quicksale" content="([^"]*)"/.exec(html) ?? [];

    expect(JSON.parse(settings.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))).to.deep.equal({
      streamsUrl: 'http://127.0.0.1:2113/"web&',
      isProduction: false,
    });
  });

  it('serves what they load for ever, in the best encoding that a client takes', async () => {
    const plain = await get(script);
    const brotli = await get(script, { 'accept-encoding': 'gzip, br' });
    const gzip = await get(script, { 'accept-encoding': 'gzip' });

    expect(plain.headers['cache-control']).to.equal('public, max-age=31536000, immutable');
    expect(plain.headers['content-type']).to.match(/^text\/javascript/);
    expect([plain, brotli, gzip].map(({ headers }) => headers['vary'])).to.deep.equal(
      Array(3).fill('Accept-Encoding'),
    );
    expect(brotli.headers['content-encoding']).to.equal('br');
    expect(gzip.headers['content-encoding']).to.equal('gzip');
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).to.equal(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).to.equal(true);
    expect(brotli.body.length).to.be.lessThan(gzip.body.length);
    expect(new Set([plain, brotli, gzip].map(({ headers }) => headers['etag'])).size).to.equal(3);
  });

  it('says 304 to whoever has it, and sends HEAD no body', async () => {
    for (const url of [gateway.url, script]) {
      const headers = { 'accept-encoding': 'br' };
      const first = await get(url, headers);
      const etag = first.headers['etag'] ?? '';
      const known = await get(url, { ...headers, 'if-none-match': `"other", W/${etag}` });
      const head = await get(url, headers, 'HEAD');

      expect([known.status, known.body.length, known.headers['etag']]).to.deep.equal([
        304,
        0,
        etag,
      ]);
      expect([head.status, head.body.length]).to.deep.equal([200, 0]);
      expect(head.headers['content-length']).to.equal(String(first.body.length));
      expect((await get(url, { 'if-none-match': '"other"' })).status).to.equal(200);
    }
  });

  it('serves its own script and style to a page of another release, and lets nobody keep them', async () => {
    for (const [name, type] of [
      ['shop-0THERREL.js', /^text\/javascript/],
      ['console-0THERREL.css', /^text\/css/],
    ] as const) {
      const own = await get(`${gateway.url}/assets/${name.replace('-0THERREL', '')}`);
      const standIn = await get(`${gateway.url}/assets/${name}`);

      expect(standIn.status).to.equal(200);
      expect(standIn.headers['content-type']).to.match(type);
      expect(standIn.headers['cache-control']).to.equal('no-store');
      expect(standIn.body.equals(own.body)).to.equal(true);
    }
    expect((await get(script.replace(/-\w+\.js/, '-0THERREL.js'))).body.toString()).to.equal(
      (await get(script)).body.toString(),
    );
  });

  it('has no page and nothing to keep for a file of an earlier release that has none', async () => {
    const missing = await call(script.replace(/[^/]+$/, 'main-OLD1234.js'));

    expectProblem(missing, 404, 'ROUTE_NOT_FOUND');
    expect(missing.headers.get('cache-control') ?? '').to.not.match(/immutable|max-age=[1-9]/);
  });

  it('Z26: serves nothing else, wherever it lies', async () => {
    for (const path of [
      '/assets',
      '/assets/',
      '/assets/nothing.js',
      '/assets/../index.html',
      '/assets/..%2f..%2fpackage.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/assets//etc/passwd',
      '/index.html',
      '/console.html',
      '/web/client/index.ts',
      `${new URL(script).pathname}.br`,
      `${new URL(script).pathname}/`,
    ])
      expect((await get(gateway.url + path)).status, path).to.be.oneOf([400, 404]);
    expectProblem(await call(gateway.url, { method: 'POST' }), 405, 'METHOD_NOT_ALLOWED');
    expectProblem(await call(script, { method: 'DELETE' }), 405, 'METHOD_NOT_ALLOWED');
  });
});
