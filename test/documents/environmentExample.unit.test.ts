import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAuthConfig } from '../../services/auth/config.js';
import { loadOrdersConfig } from '../../services/orders/config.js';
import { root } from '../architecture/repository.js';
import { variablesInCode } from '../architecture/variablesInCode.js';

const text = readFileSync(join(root, '.env.example'), 'utf8');

/** Every variable with its value, whether it is commented out or not, and the line above it. */
const entries = [...text.matchAll(/^(.*)\n(?:# )?([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(
  ([, above = '', name = '', value = '']) => ({ above, name, value }),
);

const names = entries.map(({ name }) => name);
const values = Object.fromEntries(entries.map(({ name, value }) => [name, value]));

describe('documents: .env.example', () => {
  it('has every variable that the code reads once, and no other', () => {
    expect(names.length).to.be.greaterThan(30);
    expect([...names].sort()).to.deep.equal([...variablesInCode()].sort());
  });

  for (const { name, above } of entries)
    it(`says in a sentence what ${name} is for`, () => {
      expect(above).to.match(/^# \S.{10,}\S$/);
    });

  it('S1: has no secret that production would take', () => {
    const production = { ...values, NODE_ENV: 'production' };

    for (const name of [
      'AUTH_SIGNING_KEY',
      'REFRESH_TOKEN_SECRET',
      'ADMIN_PASSWORD',
      'DATABASE_URL',
    ])
      expect(() => loadAuthConfig(production), name).to.throw(`${name} `);
    expect(() => loadOrdersConfig(production)).to.throw('DATABASE_URL has a sample password');
  });
});
