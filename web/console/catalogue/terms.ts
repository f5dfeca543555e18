import type { Product } from '../../client/index.js';

/** A product as the form has it: every field a text. */
export type Draft = Readonly<Record<DraftField, string>>;

export const draftFields = [
  'name',
  'category',
  'description',
  'price',
  'originalPrice',
  'maxPerCustomer',
  'saleStartsAt',
  'saleEndsAt',
  'paymentWindowSeconds',
] as const;

export type DraftField = (typeof draftFields)[number];

export const labels: Readonly<Record<DraftField, string>> = {
  name: 'Name',
  category: 'Category',
  description: 'Description',
  price: 'Price',
  originalPrice: 'Original price',
  maxPerCustomer: 'At most per buyer',
  saleStartsAt: 'Sale starts',
  saleEndsAt: 'Sale ends',
  paymentWindowSeconds: 'Seconds to pay',
};

export const emptyDraft: Draft = {
  name: '',
  category: '',
  description: '',
  price: '',
  originalPrice: '',
  maxPerCustomer: '',
  saleStartsAt: '',
  saleEndsAt: '',
  paymentWindowSeconds: '',
};

const times: readonly DraftField[] = ['saleStartsAt', 'saleEndsAt'];
const numbers: readonly DraftField[] = [
  'price',
  'originalPrice',
  'maxPerCustomer',
  'paymentWindowSeconds',
];

export const toDraft = (product: Product): Draft =>
  Object.fromEntries(
    draftFields.map((field) => [field, toText(field, product[field])]),
  ) as unknown as Draft;

const toText = (field: DraftField, value: string | number | null): string => {
  if (value === null) return '';

  return times.includes(field) ? toLocalTime(String(value)) : String(value);
};

/** What an input of the type datetime-local takes: local time, without a zone. */
const toLocalTime = (iso: string): string => {
  const time = new Date(iso);
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);

  return shifted.toISOString().slice(0, 19);
};

type Terms = Readonly<Record<DraftField, string | number | null>>;

/** What the API takes of it; an empty field is none. */
export const toTerms = (draft: Draft): Terms =>
  Object.fromEntries(
    draftFields.map((field) => [field, toTerm(field, draft[field].trim())]),
  ) as unknown as Terms;

const toTerm = (field: DraftField, text: string): string | number | null => {
  if (text === '') return null;
  if (times.includes(field)) return new Date(text).toISOString();

  return numbers.includes(field) ? Number(text) : text;
};

/** What the form changed, so that nobody overwrites what they did not touch. */
export const changedTerms = (before: Draft, draft: Draft): Partial<Terms> =>
  Object.fromEntries(
    Object.entries(toTerms(draft)).filter(
      ([field]) => before[field as DraftField] !== draft[field as DraftField],
    ),
  );
