import { expect } from 'chai';
import {
  type ClaimName,
  type NameClaim,
  type NameClaimed,
  type NameReleased,
  productNameDecider,
  productNameStream,
  type ReleaseName,
} from '../../../domain/productName/index.js';
import { deciderSpecification } from '../../support/assertions/deciderSpecification.js';

const given = deciderSpecification(productNameDecider);

describe('A product name', () => {
  it('lives in a stream of its own', () => {
    expect(productNameStream('k')).to.equal('productName-k');
  });

  it('is claimed when it is free', () => given().when(claim('a')).then(claimed('a')));

  it('is claimed again after its release', () =>
    given(claimed('a'), released('a')).when(claim('b')).then(claimed('b')));

  it('renews the claim of the product that has it', () =>
    given(claimed('a', early)).when(claim('a')).then(claimed('a')));

  it('is not given to another', () =>
    given(claimed('a', early)).when(claim('b')).thenRejects('NAME_TAKEN'));

  it('is taken over from a product that abandoned it more than 10 s ago', () =>
    given(claimed('a', early))
      .when(claim('b', from('a', 0)))
      .then(claimed('b')));

  it('is not taken over after exactly 10 s', () =>
    given(claimed('a', tenSecondsAgo))
      .when(claim('b', from('a', 0)))
      .thenRejects('NAME_TAKEN'));

  it('is not taken over from anybody but the one who was looked at', () =>
    given(claimed('c', early))
      .when(claim('b', from('a', 0)))
      .thenRejects('NAME_TAKEN'));

  it('is not taken over when it was claimed again since', () =>
    given(claimed('a', early), claimed('a', early))
      .when(claim('b', from('a', 0)))
      .thenRejects('NAME_TAKEN'));

  it('is released by the product that has it, once', () => {
    given(claimed('a')).when(release('a', 0)).then(released('a'));
    given(claimed('a'), released('a')).when(release('a', 1)).thenNothing();
    given(claimed('a')).when(release('b', 0)).thenNothing();
  });

  it('is not released by who claimed it before it was claimed again', () => {
    given(claimed('a'), claimed('a')).when(release('a', 0)).thenNothing();
    given(claimed('a'), released('a'), claimed('a')).when(release('a', 0)).thenNothing();
    given(claimed('a'), released('a'), claimed('a')).when(release('a', 2)).then(released('a'));
  });
});

const name = 'Sneaker';
const now = '2026-01-01T12:00:00.000Z';
const tenSecondsAgo = '2026-01-01T11:59:50.000Z';
const early = '2026-01-01T11:59:49.999Z';

const from = (productId: string, token: number): NameClaim => ({ productId, token });

const claim = (productId: string, from: NameClaim | null = null): ClaimName => ({
  type: 'ClaimName',
  data: { name, productId, from, now },
});

const release = (productId: string, token: number): ReleaseName => ({
  type: 'ReleaseName',
  data: { name, productId, token, now },
});

const claimed = (productId: string, claimedAt = now): NameClaimed => ({
  type: 'NameClaimed',
  data: { name, productId, claimedAt },
});

const released = (productId: string): NameReleased => ({
  type: 'NameReleased',
  data: { name, productId, releasedAt: now },
});
