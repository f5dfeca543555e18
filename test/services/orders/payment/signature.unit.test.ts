import { expect } from 'chai';
import { createHmac } from 'node:crypto';
import { isSigned } from '../../../../services/orders/webhook/signature.js';

const secret = 'one-of-the-provider-and-of-the-shop';
const now = Date.parse('2026-11-27T12:00:00.000Z');
const t = now / 1_000;
const body = Buffer.from('{"amount": 10.50}');

const sign = (time: number | string, bytes = body, key = secret): string =>
  createHmac('sha256', key).update(`${time}.`).update(bytes).digest('hex');

const accepts = (header: string | undefined, bytes = body): boolean =>
  isSigned({ header, body: bytes }, { secret, now });

describe('The signature of a webhook', () => {
  const good: Readonly<Record<string, string>> = {
    'of now': `t=${t},v1=${sign(t)}`,
    'of 300 s ago': `t=${t - 300},v1=${sign(t - 300)}`,
    'of a clock that is 300 s ahead': `t=${t + 300},v1=${sign(t + 300)}`,
    'with blanks': `t=${t}, v1=${sign(t)}`,
    'in capitals': `t=${t},v1=${sign(t).toUpperCase()}`,
    'with the former secret first': `t=${t},v1=${sign(t, body, 'former')},v1=${sign(t)}`,
    'with a scheme that is not known': `t=${t},v0=abc,v1=${sign(t)}`,
  };
  for (const [name, header] of Object.entries(good))
    it(`is right: ${name}`, () => {
      expect(accepts(header)).to.equal(true);
    });

  const bad: Readonly<Record<string, string | undefined>> = {
    missing: undefined,
    empty: '',
    'of 301 s ago': `t=${t - 301},v1=${sign(t - 301)}`,
    'of 301 s ahead': `t=${t + 301},v1=${sign(t + 301)}`,
    'without a time': `v1=${sign(t)}`,
    'with two times': `t=${t},t=${t},v1=${sign(t)}`,
    'with a time that is none': `t=${t}.0,v1=${sign(`${t}.0`)}`,
    'of another time': `t=${t},v1=${sign(t - 1)}`,
    'without a signature': `t=${t}`,
    'with another secret': `t=${t},v1=${sign(t, body, 'another')}`,
    'cut short': `t=${t},v1=${sign(t).slice(0, 62)}`,
    'that goes on': `t=${t},v1=${sign(t)}00`,
    'that is not hex': `t=${t},v1=${'z'.repeat(64)}`,
    'behind more than five others': `t=${t}${`,v1=${'0'.repeat(64)}`.repeat(5)},v1=${sign(t)}`,
  };
  for (const [name, header] of Object.entries(bad))
    it(`is wrong: ${name}`, () => {
      expect(accepts(header)).to.equal(false);
    });

  it('is wrong for other bytes, also where they mean the same', () => {
    expect(accepts(`t=${t},v1=${sign(t)}`, Buffer.from('{"amount":10.5}'))).to.equal(false);
  });
});
