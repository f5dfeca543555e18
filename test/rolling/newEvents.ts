/** In `file` of the newer release `from` becomes `to`. */
export type Change = Readonly<{ file: string; from: string; to: string }>;

/**
 * Planted in the newer release: an event in a new version, which it writes for every order that it
 * confirms, and an event of a new type, which an orders process writes when WRITE_GIFTS is "yes".
 */
export const newEvents: readonly Change[] = [
  {
    file: 'domain/order/eventShapes.ts',
    from: 'OrderConfirmed: { 1: asStored(orderConfirmed) },',
    to: `OrderConfirmed: {
      1: (old) => (orderConfirmed(old) ? { ...old, channel: 'WEB' } : null),
      2: asStored(record({ ...decision, confirmedAt: time, channel: text })),
    },
    OrderGiftWrapped: { 1: asStored(record({ ...ofOrder, note: nullable(text), wrappedAt: time })) },`,
  },
  {
    file: 'domain/order/rules/recording.ts',
    from: 'confirmedAt: now,\n    },',
    to: `confirmedAt: now,\n      channel: 'WEB',\n    },`,
  },
  {
    file: 'domain/order/rules/placing.ts',
    from: 'return [orderPlaced(data)];',
    to: `const { orderId, userId, now } = data;
    const wrapped = { orderId, userId, note: null, wrappedAt: now };

    return process.env['WRITE_GIFTS'] === 'yes'
      ? [orderPlaced(data), { type: 'OrderGiftWrapped', data: wrapped }]
      : [orderPlaced(data)];`,
  },
  {
    file: 'domain/order/evolve.ts',
    from: `    case 'OrderDelivered':`,
    to: `    case 'OrderGiftWrapped':
      return next(order, event.data.wrappedAt);
    case 'OrderDelivered':`,
  },
  {
    file: 'domain/orderCritical.ts',
    from: 'OrderDelivered: true,',
    to: 'OrderDelivered: true,\n  OrderGiftWrapped: false,',
  },
];
