import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { root } from '../architecture/repository.js';

const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');

describe('documents: servers of the event store', () => {
  const compose = read('docker-compose.yml').replaceAll(/^ *#.*\n/gm, '');
  const service = /\n {2}eventstore:\n((?: {4}.*\n|\n)*)/i.exec(compose)?.[1] ?? '';

  it('are started again always, since a former leader ends itself with code 0', () => {
    expect(service).to.match(/restart: always/);
    expect(read('docs/operations/event-store-cluster.md')).to.include('Restart=always');
  });

  it('get no variable of QuickSale, which they would take for an option', () => {
    expect(service).to.not.match(/env_file|^ +EVENTSTORE_URL:/m);
    expect(read('docs/reference/configuration.md')).to.include('QUICKSALE_EVENTSTORE_URL');
  });
});
