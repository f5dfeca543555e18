// Made from contracts/ by "npm run documents"; a test holds it to them.
export interface paths {
    readonly "/api/auth/register": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["register"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/login": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["logIn"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/refresh": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["refresh"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/logout": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["logOut"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getCurrentUser"];
        readonly put?: never;
        readonly post?: never;
        readonly delete: operations["deleteCurrentUser"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/password": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["changePassword"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/.well-known/jwks.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getKeys"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/products": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listProducts"];
        readonly put?: never;
        readonly post: operations["addProduct"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/products/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getProduct"];
        readonly put: operations["changeProduct"];
        readonly post?: never;
        readonly delete: operations["withdrawProduct"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/products/{id}/stock": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getStock"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch: operations["changeStock"];
        readonly trace?: never;
    };
    readonly "/api/inventory/reserve": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["reserve"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/inventory/release": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["release"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/orders": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listOrders"];
        readonly put?: never;
        readonly post: operations["placeOrder"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/orders/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getOrder"];
        readonly put: operations["advanceOrder"];
        readonly post?: never;
        readonly delete: operations["cancelOrder"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/orders/{id}/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getHistory"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/orders/{id}/why": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getReceipts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/orders/{id}/items": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["addItem"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/orders/{id}/items/{itemId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put: operations["changeItem"];
        readonly post?: never;
        readonly delete: operations["removeItem"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/orders/{id}/payment": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["recordPayment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/payments/webhook": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["receivePayment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/notifications": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listNotifications"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/notifications/{id}/read": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["markRead"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/notifications/read-all": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["markAllRead"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listUsers"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getUser"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch: operations["changeUser"];
        readonly trace?: never;
    };
    readonly "/api/streams": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listStreams"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/streams/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["readStream"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/summary": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getOperationsSummary"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/sales/{productId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getSaleFigures"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/checks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getOperationsChecks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/dead-letters": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listDeadLetters"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/dead-letters/retry": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["retryDeadLetters"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/quarantine": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listQuarantine"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/quarantine/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getQuarantined"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/quarantine/{id}/retry": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["retryQuarantined"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/quarantine/{id}/skip": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["skipQuarantined"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ready": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getReadiness"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getMetrics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getOpenApi"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/postman.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getPostmanCollection"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getShop"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/console": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getConsole"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/docs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getDocs"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly Problem: {
            readonly type: string;
            readonly title: string;
            readonly status: number;
            readonly detail: string;
            readonly instance: string;
            readonly code: string;
            readonly errors?: readonly {
                readonly path: string;
                readonly message: string;
            }[];
        };
        readonly SignedIn: {
            readonly accessToken: string;
            readonly refreshToken?: string;
            readonly expiresIn: number;
            readonly message: string;
            readonly user: components["schemas"]["User"];
            readonly token?: string;
        };
        readonly User: {
            /** Format: uuid */
            readonly id: string;
            readonly email: string;
            readonly username: string | null;
            readonly firstName: string | null;
            readonly lastName: string | null;
            /** @enum {string} */
            readonly role: "customer" | "admin";
            readonly isActive: boolean;
            /** Format: date-time */
            readonly createdAt: string;
        };
        readonly Registration: {
            /** Format: email */
            readonly email: string;
            readonly password: string | unknown | unknown | unknown;
            readonly username?: string;
            readonly firstName?: string;
            readonly lastName?: string;
            readonly cookie?: boolean;
        };
        readonly Credentials: {
            readonly email?: string;
            readonly username?: string;
            readonly password: string;
            readonly cookie?: boolean;
        } & (unknown | unknown);
        readonly TokenPair: {
            readonly accessToken: string;
            readonly refreshToken?: string;
            readonly expiresIn: number;
        };
        readonly RefreshToken: {
            readonly refreshToken?: string;
        };
        readonly JsonWebKeySet: {
            readonly keys: readonly {
                /** @enum {string} */
                readonly kty: "EC";
                /** @enum {string} */
                readonly crv: "P-256";
                readonly x: string;
                readonly y: string;
                readonly kid: string;
                /** @enum {string} */
                readonly use: "sig";
                /** @enum {string} */
                readonly alg: "ES256";
            }[];
        };
        readonly ProductList: {
            readonly products: readonly components["schemas"]["Product"][];
            readonly page: number;
            readonly limit: number;
            readonly total: number;
        };
        readonly Product: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
            readonly sku: string;
            readonly description: string | null;
            readonly category: string;
            readonly price: number;
            readonly originalPrice: number | null;
            readonly currency: string;
            readonly maxPerCustomer: number | null;
            readonly paymentWindowSeconds: number | null;
            /** Format: date-time */
            readonly saleStartsAt: string | null;
            /** Format: date-time */
            readonly saleEndsAt: string | null;
            readonly stock: {
                readonly available: number;
                readonly soldOut: boolean;
                readonly waiting: number;
            };
            readonly version: number;
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly updatedAt: string;
        };
        readonly AddProduct: {
            readonly name: string;
            readonly sku: string;
            readonly price: number;
            readonly stock: number;
            readonly category: string;
            /** @default null */
            readonly description?: string | null;
            /** @default null */
            readonly originalPrice?: number | null;
            /** @default null */
            readonly maxPerCustomer?: number | null;
            /**
             * Format: date-time
             * @default null
             */
            readonly saleStartsAt?: string | null;
            /**
             * Format: date-time
             * @default null
             */
            readonly saleEndsAt?: string | null;
            /** @default null */
            readonly paymentWindowSeconds?: number | null;
        };
        readonly ChangeProduct: {
            readonly name?: string;
            readonly category?: string;
            readonly description?: string | null;
            readonly price?: number;
            readonly originalPrice?: number | null;
            readonly maxPerCustomer?: number | null;
            /** Format: date-time */
            readonly saleStartsAt?: string | null;
            /** Format: date-time */
            readonly saleEndsAt?: string | null;
            readonly paymentWindowSeconds?: number | null;
        };
        readonly Stock: {
            readonly onHand: number;
            readonly reserved: number;
            readonly available: number;
            readonly waiting: number;
            readonly revision: number;
        };
        readonly ChangeStock: {
            readonly adjustment?: number;
            readonly stock?: number;
        } & (unknown | unknown);
        readonly Reservation: {
            /** Format: uuid */
            readonly reservationId: string;
            /** Format: uuid */
            readonly productId: string;
            readonly quantity?: number;
            /** @enum {string} */
            readonly status: "RESERVED" | "RELEASED";
        };
        readonly Reserve: {
            /** Format: uuid */
            readonly reservationId: string;
            /** Format: uuid */
            readonly productId: string;
            readonly quantity: number;
        };
        readonly Release: {
            /** Format: uuid */
            readonly reservationId: string;
            /** Format: uuid */
            readonly productId: string;
        };
        readonly Order: {
            /** Format: uuid */
            readonly id: string;
            /** Format: uuid */
            readonly userId: string;
            readonly items: readonly components["schemas"]["OrderItem"][];
            readonly totalAmount: number;
            readonly currency: string;
            /** @enum {string} */
            readonly status: "PENDING" | "CONFIRMED" | "CANCELLED" | "SHIPPED" | "DELIVERED";
            /** @enum {string} */
            readonly inventoryStatus: "PENDING" | "RESERVED" | "REJECTED" | "RELEASED" | "COMMITTED" | "WAITLISTED";
            readonly reason?: string;
            readonly payment: {
                /** @enum {string} */
                readonly status: "NONE" | "DUE" | "PAID";
                /** Format: date-time */
                readonly payBy?: string;
                /** Format: date-time */
                readonly paidAt?: string;
                /** @enum {boolean} */
                readonly refundDue?: true;
                readonly reference?: string;
            };
            readonly waitlist?: {
                readonly place: number;
                readonly ahead?: number;
            };
            readonly idempotencyKey: string;
            readonly version: number;
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly updatedAt: string;
        };
        readonly OrderItem: {
            /** Format: uuid */
            readonly itemId: string;
            /** Format: uuid */
            readonly productId: string;
            readonly name: string;
            readonly quantity: number;
            readonly unitPrice: number;
            readonly lineTotal: number;
            /** @enum {string} */
            readonly inventoryStatus: "PENDING" | "RESERVED" | "REJECTED" | "RELEASED" | "COMMITTED" | "WAITLISTED";
        };
        readonly PlaceOrder: {
            readonly items: readonly {
                /** Format: uuid */
                readonly productId: string;
                readonly quantity: number;
            }[];
            /**
             * @default REFUSE
             * @enum {string}
             */
            readonly ifSoldOut?: "REFUSE" | "WAIT";
        };
        readonly OrderList: {
            readonly orders: readonly components["schemas"]["Order"][];
            readonly page: number;
            readonly limit: number;
            readonly total: number;
        };
        readonly OrderHistory: {
            /** Format: uuid */
            readonly orderId: string;
            readonly events: readonly {
                readonly type: string;
                readonly revision: number;
                /** Format: date-time */
                readonly time: string;
                readonly data: {
                    readonly [key: string]: unknown;
                };
            }[];
        };
        readonly OrderReceipts: {
            /** Format: uuid */
            readonly orderId: string;
            readonly receipts: readonly components["schemas"]["DecisionReceipt"][];
        };
        readonly DecisionReceipt: {
            /** Format: uuid */
            readonly itemId: string;
            /** Format: uuid */
            readonly productId: string;
            readonly orderRevision: number;
            /** @enum {string} */
            readonly decision: "ACCEPTED" | "REFUSED" | "WAITLISTED";
            readonly rule: string;
            readonly requested: number;
            readonly held: number;
            readonly stream: string;
            readonly revision: number;
            readonly available: number;
            readonly place?: number;
            readonly passedOver?: {
                readonly times: number;
                readonly revision: number;
                readonly available: number;
            };
            /** Format: date-time */
            readonly decidedAt: string;
        };
        readonly NotificationList: {
            readonly notifications: readonly components["schemas"]["Notification"][];
            readonly page: number;
            readonly limit: number;
            readonly total: number;
        };
        readonly Notification: {
            /** Format: uuid */
            readonly id: string;
            readonly cursor: number;
            /** Format: uuid */
            readonly orderId: string;
            /** @enum {string} */
            readonly type: "order.update" | "payment.reminder";
            readonly message: string;
            readonly data: {
                /** @enum {string} */
                readonly status: "PENDING" | "CONFIRMED" | "CANCELLED" | "SHIPPED" | "DELIVERED";
                /** @enum {string} */
                readonly inventoryStatus: "PENDING" | "RESERVED" | "REJECTED" | "RELEASED" | "COMMITTED" | "WAITLISTED";
                readonly reason?: string;
                readonly items: readonly {
                    /** Format: uuid */
                    readonly itemId: string;
                    /** Format: uuid */
                    readonly productId: string;
                    readonly quantity: number;
                    /** @enum {string} */
                    readonly inventoryStatus: "PENDING" | "RESERVED" | "REJECTED" | "RELEASED" | "COMMITTED" | "WAITLISTED";
                }[];
                readonly waitlist?: {
                    readonly place: number;
                };
                readonly payment?: {
                    /** @enum {string} */
                    readonly status: "NONE" | "DUE" | "PAID";
                    /** Format: date-time */
                    readonly payBy?: string;
                    /** Format: date-time */
                    readonly paidAt?: string;
                    /** @enum {boolean} */
                    readonly refundDue?: true;
                };
                readonly orderRevision: number;
                /** Format: date-time */
                readonly occurredAt: string;
            };
            /** Format: date-time */
            readonly readAt: string | null;
            /** Format: date-time */
            readonly createdAt: string;
        };
        readonly UserList: {
            readonly users: readonly components["schemas"]["User"][];
            readonly page: number;
            readonly limit: number;
            readonly total: number;
        };
        readonly ChangeUser: {
            /** @enum {string} */
            readonly role?: "customer" | "admin";
            readonly isActive?: boolean;
        };
        readonly StreamList: {
            readonly streams: readonly {
                readonly name: string;
                readonly revision: number;
                readonly lastType: string;
                /** Format: date-time */
                readonly lastAt: string;
                readonly position: string;
            }[];
            readonly next: string | null;
        };
        readonly StreamEventPage: {
            readonly stream: string;
            /** @enum {string} */
            readonly direction: "forwards" | "backwards";
            readonly events: readonly components["schemas"]["StreamEvent"][];
            readonly next: number | null;
        };
        readonly StreamEvent: {
            readonly id: string;
            readonly type: string;
            readonly revision: number;
            readonly position: string;
            /** Format: date-time */
            readonly recordedAt: string;
            readonly data: {
                readonly [key: string]: unknown;
            };
            readonly schemaVersion: number | null;
            readonly correlationId: string | null;
            readonly causationId: string | null;
            readonly requestId: string | null;
            readonly userId: string | null;
            readonly links: readonly {
                /** @enum {string} */
                readonly kind: "order" | "product" | "user";
                readonly id: string;
                readonly stream: string | null;
            }[];
        };
        readonly OperationsSummary: {
            /** Format: date-time */
            readonly time: string;
            readonly hops: readonly components["schemas"]["Hop"][];
            readonly consumers: readonly {
                readonly group: string;
                readonly topic: string;
                readonly lag: number;
            }[];
            readonly door: {
                readonly clicks: number | null;
                readonly admitted: number | null;
                readonly refused: number | null;
                readonly busy: number | null;
            };
            readonly clickToAnswer: components["schemas"]["Latency"];
            readonly clickToPush: components["schemas"]["Latency"];
            readonly unreachable: readonly string[];
            readonly prometheusUrl: string | null;
        };
        readonly Hop: {
            /** @enum {string} */
            readonly id: "waitingRoom" | "eventStore" | "projector" | "outbox" | "consumers" | "sockets" | "quarantine" | "deadLetters";
            readonly backlog: number | null;
            readonly oldestSeconds: number | null;
            readonly perSecond: number | null;
            /** @enum {string} */
            readonly state: "ok" | "warn" | "alarm" | "unknown";
        };
        readonly Latency: {
            readonly p50Ms: number | null;
            readonly p99Ms: number | null;
            readonly perSecond: number | null;
        };
        readonly SaleFigures: {
            /** Format: uuid */
            readonly productId: string;
            /** Format: date-time */
            readonly time: string;
            readonly revision: number;
            readonly units: {
                readonly onHand: number;
                readonly free: number;
                readonly outstanding: number;
                readonly held: number;
                readonly paid: number;
                readonly shipped: number;
                readonly waiting: number;
            };
            readonly seconds: readonly {
                readonly at: number;
                readonly placed: number;
                readonly confirmed: number;
                readonly refused: number;
            }[];
            readonly decision: {
                readonly p50Ms: number | null;
                readonly p99Ms: number | null;
            };
        };
        readonly OperationsChecks: {
            /** Format: date-time */
            readonly time: string;
            readonly checks: readonly {
                /** @enum {string} */
                readonly id: "stockAddsUp" | "rowsMatchStreams" | "quarantineEmpty" | "deadLettersEmpty";
                /** @enum {string} */
                readonly state: "ok" | "broken" | "unknown";
                readonly looked: number;
                readonly broken: number;
                readonly examples: readonly string[];
            }[];
        };
        readonly DeadLetterList: {
            readonly deadLetters: readonly components["schemas"]["DeadLetter"][];
            readonly total: number;
        };
        readonly DeadLetter: {
            readonly topic: string;
            readonly partition: number;
            readonly offset: string;
            readonly key: string | null;
            readonly type: string | null;
            readonly error: string;
            readonly group: string;
            readonly time: string;
            readonly value: string | null;
        };
        readonly QuarantineList: {
            readonly quarantined: readonly ({
                readonly id: string;
            } & {
                readonly [key: string]: unknown;
            })[];
            readonly total: number;
        };
    };
    responses: {
        readonly Answer201: {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly "Set-Cookie": components["headers"]["Set-Cookie"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["SignedIn"];
            };
        };
        readonly Answer200: {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly "Set-Cookie": components["headers"]["Set-Cookie"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["SignedIn"];
            };
        };
        readonly "Answer200-2": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly "Set-Cookie": components["headers"]["Set-Cookie"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["TokenPair"];
            };
        };
        readonly Answer204: {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly "Set-Cookie": components["headers"]["Set-Cookie"];
                readonly [name: string]: unknown;
            };
            content?: never;
        };
        readonly "Answer200-3": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["User"];
            };
        };
        readonly "Answer204-2": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly [name: string]: unknown;
            };
            content?: never;
        };
        readonly "Answer200-4": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly message: string;
                    readonly user: components["schemas"]["User"];
                };
            };
        };
        readonly "Answer200-5": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["JsonWebKeySet"];
            };
        };
        readonly "Answer200-6": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ProductList"];
            };
        };
        readonly "Answer201-2": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly Location: components["headers"]["Location"];
                readonly ETag: components["headers"]["ETag"];
                readonly "X-Position": components["headers"]["X-Position"];
                readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly message: string;
                    readonly product: components["schemas"]["Product"];
                };
            };
        };
        readonly "Answer200-7": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly ETag: components["headers"]["ETag"];
                readonly "X-Stale": components["headers"]["X-Stale"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Product"];
            };
        };
        readonly "Answer200-8": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly ETag: components["headers"]["ETag"];
                readonly "X-Position": components["headers"]["X-Position"];
                readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly message: string;
                    readonly product: components["schemas"]["Product"];
                };
            };
        };
        readonly "Answer204-3": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly "X-Position": components["headers"]["X-Position"];
                readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                readonly [name: string]: unknown;
            };
            content?: never;
        };
        readonly "Answer200-9": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly ETag: components["headers"]["ETag"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly onHand: number;
                    readonly reserved: number;
                    readonly available: number;
                    readonly waiting: number;
                    readonly revision: number;
                    readonly outstanding: number | null;
                };
            };
        };
        readonly "Answer200-10": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly ETag: components["headers"]["ETag"];
                readonly "X-Position": components["headers"]["X-Position"];
                readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly message: string;
                    readonly stock: components["schemas"]["Stock"];
                    readonly overwrote?: number;
                };
            };
        };
        readonly "Answer201-3": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly Location: components["headers"]["Location"];
                readonly ETag: components["headers"]["ETag"];
                readonly "X-Position": components["headers"]["X-Position"];
                readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly message: string;
                    readonly order: components["schemas"]["Order"];
                };
            };
        };
        readonly "Answer200-11": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OrderList"];
            };
        };
        readonly "Answer200-12": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly ETag: components["headers"]["ETag"];
                readonly "X-Stale": components["headers"]["X-Stale"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Order"];
            };
        };
        readonly "Answer200-13": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly ETag: components["headers"]["ETag"];
                readonly "X-Position": components["headers"]["X-Position"];
                readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly message: string;
                    readonly order: components["schemas"]["Order"];
                };
            };
        };
        readonly "Answer200-14": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly ETag: components["headers"]["ETag"];
                readonly "X-Position": components["headers"]["X-Position"];
                readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly message: string;
                    readonly order: components["schemas"]["Order"];
                };
            };
        };
        readonly "Answer200-15": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OrderHistory"];
            };
        };
        readonly "Answer200-16": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["OrderReceipts"];
            };
        };
        readonly "Answer200-17": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly ETag: components["headers"]["ETag"];
                readonly "X-Position": components["headers"]["X-Position"];
                readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly message: string;
                    readonly order: components["schemas"]["Order"];
                };
            };
        };
        readonly "Answer200-18": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly ETag: components["headers"]["ETag"];
                readonly "X-Position": components["headers"]["X-Position"];
                readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly message: string;
                    readonly order: components["schemas"]["Order"];
                };
            };
        };
        readonly "Answer200-19": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "text/html": unknown;
            };
        };
    };
    parameters: {
        readonly RequestId: string;
        readonly TraceParent: string;
    };
    requestBodies: never;
    headers: {
        readonly ETag: string;
        readonly "Idempotency-Replayed": string;
        readonly Location: string;
        readonly "Set-Cookie": string;
        readonly "RateLimit-Limit": number;
        readonly "RateLimit-Remaining": number;
        readonly "RateLimit-Reset": number;
        readonly "Retry-After": number;
        readonly "WWW-Authenticate": string;
        readonly "X-Position": string;
        readonly "X-Request-Id": string;
        readonly "X-Stale": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly register: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "email": "ann@example.com",
                 *       "password": "correct horse battery",
                 *       "firstName": "Ann"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Registration"];
            };
        };
        readonly responses: {
            readonly 201: components["responses"]["Answer201"];
        };
    };
    readonly logIn: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "email": "ann@example.com",
                 *       "password": "correct horse battery"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Credentials"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Answer200"];
        };
    };
    readonly refresh: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "refreshToken": "{{refreshToken}}"
                 *     }
                 */
                readonly "application/json": components["schemas"]["RefreshToken"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Answer200-2"];
        };
    };
    readonly logOut: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "refreshToken": "{{refreshToken}}"
                 *     }
                 */
                readonly "application/json": components["schemas"]["RefreshToken"];
            };
        };
        readonly responses: {
            readonly 204: components["responses"]["Answer204"];
        };
    };
    readonly getCurrentUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-3"];
        };
    };
    readonly deleteCurrentUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "password": "correct horse battery"
                 *     }
                 */
                readonly "application/json": {
                    readonly password: string;
                };
            };
        };
        readonly responses: {
            readonly 204: components["responses"]["Answer204-2"];
        };
    };
    readonly changePassword: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "oldPassword": "correct horse battery",
                 *       "newPassword": "correct horse battery staple"
                 *     }
                 */
                readonly "application/json": {
                    readonly oldPassword: string;
                    readonly newPassword: string | unknown | unknown | unknown;
                };
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Answer200-4"];
        };
    };
    readonly getKeys: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-5"];
        };
    };
    readonly listProducts: {
        readonly parameters: {
            readonly query?: {
                readonly page?: number;
                readonly limit?: number;
                readonly category?: string;
                readonly search?: string;
                readonly sort?: "name" | "-name" | "price" | "-price" | "createdAt" | "-createdAt";
            };
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "X-Min-Position"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-6"];
        };
    };
    readonly addProduct: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Wireless Earbuds",
                 *       "sku": "EAR-001",
                 *       "price": 79.99,
                 *       "stock": 100,
                 *       "category": "audio",
                 *       "maxPerCustomer": 2,
                 *       "paymentWindowSeconds": 900
                 *     }
                 */
                readonly "application/json": components["schemas"]["AddProduct"];
            };
        };
        readonly responses: {
            readonly 201: components["responses"]["Answer201-2"];
        };
    };
    readonly getProduct: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "If-None-Match"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-7"];
        };
    };
    readonly changeProduct: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "If-Match": string;
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "price": 69.99,
                 *       "originalPrice": 79.99
                 *     }
                 */
                readonly "application/json": components["schemas"]["ChangeProduct"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Answer200-8"];
        };
    };
    readonly withdrawProduct: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: components["responses"]["Answer204-3"];
        };
    };
    readonly getStock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "If-None-Match"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-9"];
        };
    };
    readonly changeStock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "If-Match"?: string;
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "adjustment": -3
                 *     }
                 */
                readonly "application/json": components["schemas"]["ChangeStock"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Answer200-10"];
        };
    };
    readonly reserve: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "reservationId": "7f9c24e5-4c1e-4f0a-9a57-2f4e8c9d1b60",
                 *       "productId": "3b52d0a0-9a57-5f4e-8c9d-1b606f1a7c0e",
                 *       "quantity": 1
                 *     }
                 */
                readonly "application/json": components["schemas"]["Reserve"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly "X-Position": components["headers"]["X-Position"];
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly message: string;
                        readonly reservation: components["schemas"]["Reservation"];
                    };
                };
            };
        };
    };
    readonly release: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "reservationId": "7f9c24e5-4c1e-4f0a-9a57-2f4e8c9d1b60",
                 *       "productId": "3b52d0a0-9a57-5f4e-8c9d-1b606f1a7c0e"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Release"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly "X-Position": components["headers"]["X-Position"];
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly message: string;
                        readonly reservation: components["schemas"]["Reservation"];
                    };
                };
            };
        };
    };
    readonly listOrders: {
        readonly parameters: {
            readonly query?: {
                readonly page?: number;
                readonly limit?: number;
                readonly status?: "PENDING" | "CONFIRMED" | "CANCELLED" | "SHIPPED" | "DELIVERED";
                readonly userId?: string;
                readonly idempotencyKey?: string;
            };
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "X-Min-Position"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-11"];
        };
    };
    readonly placeOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "productId": "3b52d0a0-9a57-5f4e-8c9d-1b606f1a7c0e",
                 *           "quantity": 1
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["PlaceOrder"];
            };
        };
        readonly responses: {
            readonly 201: components["responses"]["Answer201-3"];
        };
    };
    readonly getOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-12"];
        };
    };
    readonly advanceOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "If-Match": string;
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "status": "SHIPPED"
                 *     }
                 */
                readonly "application/json": {
                    /** @enum {string} */
                    readonly status: "SHIPPED" | "DELIVERED";
                };
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Answer200-13"];
        };
    };
    readonly cancelOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-14"];
        };
    };
    readonly getHistory: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-15"];
        };
    };
    readonly getReceipts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-16"];
        };
    };
    readonly addItem: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "productId": "3b52d0a0-9a57-5f4e-8c9d-1b606f1a7c0e",
                 *       "quantity": 1
                 *     }
                 */
                readonly "application/json": {
                    /** Format: uuid */
                    readonly productId: string;
                    readonly quantity: number;
                };
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Answer200-17"];
        };
    };
    readonly changeItem: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly id: string;
                readonly itemId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "quantity": 2
                 *     }
                 */
                readonly "application/json": {
                    readonly quantity: number;
                };
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Answer200-17"];
        };
    };
    readonly removeItem: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly id: string;
                readonly itemId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-17"];
        };
    };
    readonly recordPayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "reference": "pay_8Yk2",
                 *       "amount": 159.98
                 *     }
                 */
                readonly "application/json": {
                    readonly reference: string;
                    readonly amount: number;
                };
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Answer200-18"];
        };
    };
    readonly receivePayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "orderId": "0b7f2b0e-53a1-5d7c-8c7e-2f4e8c9d1b60",
                 *       "reference": "pay_8Yk2",
                 *       "amount": 159.98
                 *     }
                 */
                readonly "application/json": {
                    /** Format: uuid */
                    readonly orderId: string;
                    readonly reference: string;
                    readonly amount: number;
                };
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly "X-Position": components["headers"]["X-Position"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly message: string;
                        readonly order: components["schemas"]["Order"];
                    };
                };
            };
        };
    };
    readonly listNotifications: {
        readonly parameters: {
            readonly query?: {
                readonly after?: number;
                readonly unread?: boolean;
                readonly limit?: number;
            };
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["NotificationList"];
                };
            };
        };
    };
    readonly markRead: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly message: string;
                        readonly notification: components["schemas"]["Notification"];
                    };
                };
            };
        };
    };
    readonly markAllRead: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly message: string;
                        readonly updated: number;
                    };
                };
            };
        };
    };
    readonly listUsers: {
        readonly parameters: {
            readonly query?: {
                readonly page?: number;
                readonly limit?: number;
                readonly search?: string;
                readonly role?: "customer" | "admin";
                readonly status?: "active" | "locked";
            };
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserList"];
                };
            };
        };
    };
    readonly getUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    readonly changeUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "isActive": false
                 *     }
                 */
                readonly "application/json": components["schemas"]["ChangeUser"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly message: string;
                        readonly user: components["schemas"]["User"];
                    };
                };
            };
        };
    };
    readonly listStreams: {
        readonly parameters: {
            readonly query?: {
                readonly prefix?: string;
                readonly limit?: number;
                readonly before?: string;
            };
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StreamList"];
                };
            };
        };
    };
    readonly readStream: {
        readonly parameters: {
            readonly query?: {
                readonly from?: string;
                readonly direction?: "forwards" | "backwards";
                readonly limit?: number;
            };
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StreamEventPage"];
                };
            };
        };
    };
    readonly getOperationsSummary: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OperationsSummary"];
                };
            };
        };
    };
    readonly getSaleFigures: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path: {
                readonly productId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SaleFigures"];
                };
            };
        };
    };
    readonly getOperationsChecks: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OperationsChecks"];
                };
            };
        };
    };
    readonly listDeadLetters: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeadLetterList"];
                };
            };
        };
    };
    readonly retryDeadLetters: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly message: string;
                        readonly retried: number | null;
                    };
                };
            };
            readonly 202: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly message: string;
                        readonly retried: number | null;
                    };
                };
            };
        };
    };
    readonly listQuarantine: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["QuarantineList"];
                };
            };
        };
    };
    readonly getQuarantined: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly id: string;
                    } & {
                        readonly [key: string]: unknown;
                    };
                };
            };
        };
    };
    readonly retryQuarantined: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly message: string;
                        readonly id: string;
                    };
                };
            };
        };
    };
    readonly skipQuarantined: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "reason": "A test message of the broker’s own tool"
                 *     }
                 */
                readonly "application/json": {
                    readonly reason: string;
                };
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly message: string;
                        readonly id: string;
                    };
                };
            };
        };
    };
    readonly getHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly status: "ok";
                    };
                };
            };
        };
    };
    readonly getReadiness: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly status: "ready" | "not ready";
                        readonly service: string;
                        readonly dependencies: {
                            readonly [key: string]: "ok" | "failing";
                        };
                        readonly reasons?: {
                            readonly [key: string]: string;
                        };
                        readonly notes?: {
                            readonly [key: string]: readonly string[];
                        };
                    };
                };
            };
        };
    };
    readonly getMetrics: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": unknown;
                };
            };
        };
    };
    readonly getOpenApi: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
        };
    };
    readonly getPostmanCollection: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
        };
    };
    readonly getShop: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-19"];
        };
    };
    readonly getConsole: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-19"];
        };
    };
    readonly getDocs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-19"];
        };
    };
}
