import { readFileSync } from 'node:fs';
import { expect } from 'chai';

type Lock = Readonly<{
  packages: Readonly<Record<string, Readonly<{ version?: string; integrity?: string }>>>;
}>;

const lock = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
) as Lock;

/**
 * The first versions without a known hole, and why; an older one must not come back through a
 * merge.
 */
const floors: Readonly<Record<string, string>> = {
  qs: '6.14.1', // CVE-2025-15284
  'body-parser': '2.2.1', // CVE-2024-45590, GHSA-wqch-xfxh-vrr4
  'path-to-regexp': '8.0.0', // CVE-2024-45296
  bcrypt: '5.0.0', // CVE-2020-7689
  jsonwebtoken: '9.0.0', // CVE-2022-23540
  ws: '8.17.1', // CVE-2024-37890
  'socket.io-parser': '4.2.3', // CVE-2023-32695
  cookie: '0.7.0', // CVE-2024-47764
  send: '0.19.0', // CVE-2024-43799
  '@grpc/grpc-js': '1.10.9', // CVE-2024-37168
  protobufjs: '7.2.5', // CVE-2023-36665
};

const numbersOf = (version: string): number[] => version.split(/[.-]/).slice(0, 3).map(Number);

const isBelow = (version: string, floor: string): boolean => {
  const [is, least] = [numbersOf(version), numbersOf(floor)];
  const at = is.findIndex((part, index) => part !== least[index]);

  return at !== -1 && (is[at] ?? 0) < (least[at] ?? 0);
};

describe('S9: dependencies', () => {
  for (const [name, floor] of Object.entries(floors))
    it(`S9: ${name} is ${floor} or newer, wherever it is installed`, () => {
      const found = Object.entries(lock.packages).filter(
        ([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`),
      );

      expect(found).not.to.have.length(0);
      for (const [path, { version = '0' }] of found)
        expect(isBelow(version, floor), `${path} ${version}`).to.equal(false);
    });

  it('S9: every package of the lockfile has a checksum', () => {
    const without = Object.entries(lock.packages).filter(
      ([path, { integrity }]) => path !== '' && integrity === undefined,
    );

    expect(without).to.deep.equal([]);
  });

  it('S9: tells older versions from newer ones', () => {
    expect(['6.14.0', '5.99.99', '6.14.1-rc'].map((one) => isBelow(one, '6.14.1'))).to.deep.equal([
      true,
      true,
      false,
    ]);
  });
});
