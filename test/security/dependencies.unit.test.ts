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
const floors = JSON.parse(
  readFileSync(new URL('../advisories.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly [floor: string, why: string]>>;

const numbersOf = (version: string): number[] => version.split(/[.-]/).slice(0, 3).map(Number);

const isBelow = (version: string, floor: string): boolean => {
  const [is, least] = [numbersOf(version), numbersOf(floor)];
  const at = is.findIndex((part, index) => part !== least[index]);

  return at !== -1 && (is[at] ?? 0) < (least[at] ?? 0);
};

describe('S9: dependencies', () => {
  for (const [name, [floor]] of Object.entries(floors))
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
