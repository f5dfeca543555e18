import { v5 as uuidv5 } from 'uuid';

const productNamespace = 'b8a3e5d4-7c21-5f6b-8e90-4d2a1c3f5b77';
const nameNamespace = '2d9c6e1f-5a48-5b3c-a7d2-9e0b4f6c8a13';

/** A sku names its product for ever. */
export const productIdOf = (sku: string): string => uuidv5(sku, productNamespace);

/** Names that differ only in the case of their letters are the same name. */
export const nameKeyOf = (name: string): string => uuidv5(name.toLowerCase(), nameNamespace);
