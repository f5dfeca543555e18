import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serviceNames, services } from '../../embedded/launcher/layout.js';
import { root } from '../architecture/repository.js';

const read = (name: string) => readFileSync(join(root, 'docs/pictures', name), 'utf8');

type Drawing = Readonly<{ draw: (source: string) => string }>;

describe('documents: the picture of the components', () => {
  it('is what "npm run picture" would draw', async () => {
    const { href } = pathToFileURL(join(root, 'docs/pictures/draw.mjs'));
    const { draw } = (await import(href)) as Drawing;

    expect(read('components.svg')).to.equal(draw(read('components.txt')));
  });

  it('has every service with its port', () => {
    for (const name of serviceNames)
      expect(read('components.svg')).to.include(`>${name} :${services[name].port}<`);
  });
});
