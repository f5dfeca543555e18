/** The limits of the contract: the Postman collection must get through them. */
export const usualLimits = {
  RATE_LIMIT_LOGIN: '5/60',
  RATE_LIMIT_REGISTER: '3/60',
  RATE_LIMIT_ORDERS: '10/60',
  RATE_LIMIT_RESERVE: '50/60',
  RATE_LIMIT_PAYMENTS: '1200/60',
  RATE_LIMIT_DEFAULT: '100/60',
} as const;
