import { expect } from 'chai';
import pg from 'pg';
import { toDatabaseError } from '../../../platform/postgres/errors.js';

const names: Readonly<Record<string, string>> = {
  '08006': 'DatabaseRefused',
  '25006': 'DatabaseRefused',
  '28P01': 'DatabaseRefused',
  '3D000': 'DatabaseRefused',
  '40P01': 'DatabaseRefused',
  '42501': 'DatabaseRefused',
  '42P01': 'DatabaseRefused',
  '53100': 'DatabaseRefused',
  '53300': 'DatabaseRefused',
  '55P03': 'DatabaseRefused',
  '57014': 'DatabaseRefused',
  '57P01': 'DatabaseRefused',
  '58030': 'DatabaseRefused',
  XX001: 'DatabaseRefused',
  // these are about what a statement says, and with it about us
  '22003': 'error',
  '23505': 'error',
  '42601': 'error',
};

describe('Errors of Postgres', () => {
  for (const [state, name] of Object.entries(names))
    it(`${state} is ${name === 'error' ? 'left as it is' : `a ${name}`}`, () => {
      const error = Object.assign(new pg.DatabaseError('no', 2, 'error'), { code: state });

      expect(toDatabaseError(error)).to.include({ name });
    });

  it('a connection that breaks is a DatabaseUnavailable', () => {
    expect(toDatabaseError(new Error('read ECONNRESET'))).to.include({
      name: 'DatabaseUnavailable',
    });
  });
});
