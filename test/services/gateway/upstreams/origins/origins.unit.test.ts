import { expect } from 'chai';
import type { Instance } from '../../../../../platform/discovery/index.js';
import {
  createOrigins,
  type Origins,
} from '../../../../../services/gateway/upstreams/origins/origins.js';

describe('gateway: choosing a process of an upstream', () => {
  const open: Origins[] = [];
  const create = (urls: readonly string[], find?: () => Promise<readonly Instance[]>): Origins => {
    const origins = createOrigins('orders', urls, find);
    open.push(origins);

    return origins;
  };
  afterEach(() => Promise.all(open.splice(0).map(({ stop }) => stop())));

  const urls = ['http://127.0.0.1:1', 'http://127.0.0.1:2', 'http://127.0.0.1:3'];
  const urlOf = (origin: ReturnType<Origins['choose']>) => origin?.url ?? 'none';

  it('gives a client the same one, and moves only the clients of one that goes', () => {
    const origins = create(urls);
    const clients = Array.from({ length: 60 }, (_, at) => `10.0.0.${at}`);
    const before = clients.map((client) => urlOf(origins.chooseFor(client)));
    expect(new Set(before)).to.deep.equal(new Set(urls));
    expect(clients.map((client) => urlOf(create(urls).chooseFor(client)))).to.deep.equal(before);

    const [gone] = origins.all();
    gone?.noteReady(false);
    const after = clients.map((client) => urlOf(origins.chooseFor(client)));
    const moved = after.filter((url, at) => url !== before[at]);

    expect(moved).to.have.length(before.filter((url) => url === gone?.url).length);
  });

  it('chooses among those that are left, and any when none is preferred', () => {
    const origins = create(urls);
    const [one, two, three] = origins.all();
    one?.noteReady(false);
    two?.noteRefused();
    for (let round = 0; round < 5; round += 1) expect(origins.choose()).to.equal(three);
    three?.noteReady(false);
    expect(origins.choose()).to.not.equal(null);

    expect(origins.choose({ tried: new Set(origins.all()) })).to.equal(null);
  });

  it('follows the addresses of a name, and keeps them while it cannot be resolved', async () => {
    const url = 'http://orders:3003';
    const found = [
      { url, address: '10.0.0.1' },
      { url, address: '10.0.0.2' },
    ];
    const known = create([url], () => Promise.resolve(found));
    const unknown = create([url], () => Promise.reject(new Error('ENOTFOUND')));
    await new Promise(setImmediate);

    expect(known.all().map((origin) => origin.url)).to.deep.equal([
      'http://10.0.0.1:3003',
      'http://10.0.0.2:3003',
    ]);
    expect(unknown.all().map((origin) => origin.url)).to.deep.equal([url]);
  });
});
