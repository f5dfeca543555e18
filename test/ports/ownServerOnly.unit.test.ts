import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { repositoryFiles, root } from '../architecture/repository.js';
import { isOwnEventStore } from '../support/servers/sharedEventStore.js';

describe('An event store that is not of the tests', () => {
  it('is one that EVENTSTORE_URL names', () => {
    expect(isOwnEventStore({})).to.equal(true);
    expect(isOwnEventStore({ EVENTSTORE_URL: '' })).to.equal(true);
    expect(isOwnEventStore({ EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false' })).to.equal(false);
  });

  it('gets no append to a stream without a name, which ends the process of 24.2.0', () => {
    const files = repositoryFiles().filter((path) => path.startsWith('test/ports/eventStore/'));
    const found = files.filter((path) => nameless.test(readFileSync(`${root}/${path}`, 'utf8')));

    expect(files).to.not.deep.equal([]);
    expect(found).to.deep.equal([]);
    expect(nameless.test("client.appendToStream('', event)")).to.equal(true);
  });
});

const nameless = /appendToStream\(\s*(''|""|``)|\bstream: (''|""|``)/;
