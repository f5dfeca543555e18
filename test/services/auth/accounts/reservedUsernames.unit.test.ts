import { expect } from 'chai';
import { isReservedUsername } from '../../../../services/auth/accounts/reservedUsernames.js';

describe('auth: reserved usernames', () => {
  for (const username of [
    ...['admin', 'Admin', 'ADMIN', 'root', 'support', 'system', 'quicksale', 'QuickSale'],
    ...['adm1n', 'admln', 'r00t', 'supp0rt', '5upport', 'sy5tem', 'qu1cksale', 'adrnin', 'roo7'],
    ...['a.d.m.i.n', 'ad-min', 'admin_', 'admin1', 'admin2026', 'root-7'],
    ...['admin.ann', 'ann_support', 'quicksale-team', 'the.quicksale', 'myquicksale', 'info'],
  ])
    it(`hold "${username}"`, () => expect(isReservedUsername(username)).to.equal(true));

  for (const username of [
    ...['ann', 'administer', 'badminton', 'roots', 'rooter', 'supporter', 'systematic', 'shopper'],
    ...['info-ann', 'first', 'Either.Way', 'user1', 'r2d2', 'quick.seller', 'teamwork', '1234'],
  ])
    it(`leave "${username}" free`, () => expect(isReservedUsername(username)).to.equal(false));
});
