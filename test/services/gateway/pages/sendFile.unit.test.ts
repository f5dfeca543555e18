import { expect } from 'chai';
import type { PageFile } from '../../../../services/gateway/pages/pageFiles.js';
import { encodingFor } from '../../../../services/gateway/pages/sendFile.js';

const bytes = Buffer.from('text');
const file: PageFile = {
  type: 'text/html',
  hash: 'hash',
  bytes: { identity: bytes, br: bytes, gzip: bytes },
};

describe('gateway: the encoding of a file of the pages', () => {
  for (const [accepted, encoding] of [
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', 'identity'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['br;q=nonsense', 'identity'],
    ['deflate', 'identity'],
  ] as const)
    it(`is ${encoding} for ${accepted ?? 'no Accept-Encoding'}`, () => {
      expect(encodingFor(accepted, file)).to.equal(encoding);
    });

  it('is one that the file has', () => {
    expect(encodingFor('br', { ...file, bytes: { identity: bytes, gzip: bytes } })).to.equal(
      'identity',
    );
  });
});
