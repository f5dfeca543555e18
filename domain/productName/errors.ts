import { DomainError } from '../decider.js';

export type ProductNameErrorCode = 'NAME_TAKEN';

export const ruleBroken = (
  code: ProductNameErrorCode,
  message: string,
): DomainError<ProductNameErrorCode> => new DomainError(code, message);
