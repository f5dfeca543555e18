import { computed, effect, signal } from '@preact/signals';
import { createStorage, type Line } from '../../client/index.js';

const storage = createStorage('localStorage');
const key = 'quicksale.basket';

/** Kept over reloads, log-outs and the end of a session. */
export const basket = signal<readonly Line[]>((storage.read(key) ?? []) as readonly Line[]);

effect(() => storage.write(key, basket.value));

export const unitsInBasket = computed(() =>
  basket.value.reduce((sum, { quantity }) => sum + quantity, 0),
);

/** 0 takes the product out. */
export const setQuantity = (productId: string, quantity: number): void => {
  const others = basket.value.filter((line) => line.productId !== productId);
  basket.value = quantity > 0 ? [...others, { productId, quantity }] : others;
};

export const addToBasket = (productId: string, quantity: number): void => {
  const before = basket.value.find((line) => line.productId === productId)?.quantity ?? 0;
  setQuantity(productId, before + quantity);
};

export const emptyBasket = (): void => {
  basket.value = [];
};
