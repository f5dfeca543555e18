import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { KafkaMessage } from 'kafkajs';
import { decode } from '../../../../platform/messaging/messages/decode.js';
import { statusMessage, statusOf } from '../../../support/builders/statusMessages.js';

const sent = (changes: Readonly<Record<string, unknown>> = {}): KafkaMessage => {
  const { key, value, headers } = { ...statusMessage(), ...changes };

  return {
    key: Buffer.from(key),
    value: Buffer.from(String(value)),
    headers,
    offset: '7',
    timestamp: '0',
    attributes: 0,
  };
};

const decoded = (message: KafkaMessage) => decode({ topic: 'order.status', partition: 0 }, message);

describe('S10: a message from Kafka', () => {
  it('S10: is read when it is one of ours, whatever its text looks like', () => {
    const value = statusOf({ message: 'a \\u0000 that is none, and a 🎉' });

    expect(decoded(sent({ value: JSON.stringify(value) })).received?.value).to.deep.equal(value);
  });

  for (const [wrong, changes] of Object.entries({
    'NUL in a text': { value: JSON.stringify(statusOf({ message: 'a\0b' })) },
    'half of a surrogate pair': { value: JSON.stringify(statusOf({ reason: '\ud800' })) },
    'a key that fills an event': { key: 'k'.repeat(900_000) },
    'an id that fills an event': statusMessage(statusOf(), { ce_id: 'i'.repeat(900_000) }),
    'an id with NUL': statusMessage(statusOf(), { ce_id: 'a\0b' }),
  }))
    it(`S10: is unreadable with ${wrong}`, () => {
      expect(decoded(sent(changes)).received).to.equal(null);
    });

  it('S10: that claims more units than a line can have is unreadable', () => {
    const result = (held: number) => {
      const ids = { itemId: randomUUID(), productId: randomUUID() };
      const line = { ...ids, quantity: 1, result: 'RESERVED', held, inventoryRevision: 1 };
      const value = { orderId: randomUUID(), orderRevision: 0, lines: [{ ...line, available: 1 }] };
      const headers = { ce_id: randomUUID(), ce_type: 'inventory.result' };

      return sent({ value: JSON.stringify(value), headers });
    };
    const read = (held: number) =>
      decode({ topic: 'inventory.result', partition: 0 }, result(held)).received;

    expect(read(1_000_000)).not.to.equal(null);
    expect(read(Number.MAX_SAFE_INTEGER)).to.equal(null);
  });

  it('S10: with forty thousand faults has a reason that fits in a header', () => {
    const value = JSON.stringify({ items: Array(40_000).fill({}) });
    const message = decoded(sent({ value }));

    expect('reason' in message ? message.reason : '')
      .to.contain('orderId')
      .and.have.length.below(2_000);
  });

  it('S10: larger than any message of ours is not even parsed', () => {
    const filledWith = (blanks: number) => {
      const value = JSON.stringify(statusOf()).concat(' '.repeat(blanks));

      return decoded(sent({ value }));
    };
    const message = filledWith(128 * 1024);

    expect('reason' in message ? message.reason : '').to.contain('131072 bytes');
    expect(filledWith(64 * 1024).received).not.to.equal(null);
  });

  it('loses a traceparent that is none', () => {
    const { headers } = statusMessage(statusOf(), { traceparent: 'x'.repeat(10_000) });

    expect(decoded(sent({ headers })).received?.headers.traceparent).to.equal(undefined);
  });
});
