import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('Appending without an expected revision', () => {
  it('is nowhere possible: nobody calls the append of the client package, which defaults to ANY', () => {
    expect(folders.flatMap(sourcesIn).filter(isForbidden)).to.deep.equal([]);
  });

  it('would be found', () => {
    expect(isForbidden({ path: 'services/orders/sneaky.ts', text: sneaky })).to.equal(true);
    expect(
      isForbidden({ path: 'platform/eventStore/access/grantReadOfAll.ts', text: sneaky }),
    ).to.equal(false);
    expect(isForbidden({ path: 'platform/eventStore/other.ts', text: sneaky })).to.equal(true);
  });
});

type Source = Readonly<{ path: string; text: string }>;

const folders = [
  'domain',
  'platform',
  'projections',
  'services',
  'operations',
  'migrations',
  'contracts',
];

const sneaky = "await client.appendToStream('order-1', [event]);";

const theOnlyCaller = 'platform/eventStore/access/grantReadOfAll.ts';

const isForbidden = ({ path, text }: Source): boolean =>
  path !== theOnlyCaller && /\.appendToStream\b|\bsetStreamMetadata\b/.test(text);

const sourcesIn = (folder: string): Source[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
