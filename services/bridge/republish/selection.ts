/** Which messages: `to` is not included; all orders where `orderId` is null. */
export type Selection = Readonly<{ from: Date; to: Date; orderId: string | null }>;
