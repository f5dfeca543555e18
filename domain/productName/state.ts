/** Who holds the name, null when it is free. */
export type ProductName = Readonly<{ productId: string; claimedAt: string }> | null;

export const initialState = (): ProductName => null;
