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
        /** Make an account and sign in */
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
        /**
         * Sign in with email or username
         * @description The answer to a wrong pair is the same in text and time for known and unknown users.
         */
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
        /**
         * Exchange a refresh token for a new pair
         * @description Each token works once. For 10 s a used one gives the same successor again; after that its use ends the whole session.
         */
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
        /**
         * End the session of a refresh token
         * @description Its access tokens stop working and its sockets close within 2 s. The refresh token is enough, also after the access token has ended.
         */
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
        /** The current user */
        readonly get: operations["getCurrentUser"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete your account
         * @description Email, names and password are removed for good and all sessions end; orders stay, under an id that names nobody.
         */
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
        /**
         * Change your password
         * @description All your other sessions end, and their sockets close. A wrong old password is INVALID_CREDENTIALS.
         */
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
        /** Public keys of access tokens */
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
        /**
         * The catalogue, a page at a time
         * @description With X-Min-Position the answer waits up to 2 s for that position. What is sent without a token may be a second old.
         */
        readonly get: operations["listProducts"];
        readonly put?: never;
        /**
         * Add a product
         * @description The id is made from the sku, which never changes.
         */
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
        /**
         * One product
         * @description The ETag is the version, which does not count changes of the stock. What is sent without a token may be a second old.
         */
        readonly get: operations["getProduct"];
        /**
         * Change details, price or sale terms
         * @description Absent fields stay as they are.
         */
        readonly put: operations["changeProduct"];
        readonly post?: never;
        /**
         * Withdraw a product
         * @description Orders that hold it live on; its sku stays taken, its name is free.
         */
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
        /**
         * Units on hand, reserved and available
         * @description The ETag is the revision, for If-Match of a change. What is sent without a token may be a second old.
         */
        readonly get: operations["getStock"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change the stock by a difference, or to a count
         * @description With the ETag of the stock as If-Match it is changed only at that revision. A count that is set without one says in `overwrote` what it replaced.
         */
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
        /**
         * Reserve units by hand
         * @description Repeated with the same values it gives the same answer.
         */
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
        /** Release units that were reserved by hand */
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
        /**
         * Your orders; an admin sees all
         * @description With X-Min-Position the answer waits up to 2 s for that position.
         */
        readonly get: operations["listOrders"];
        readonly put?: never;
        /**
         * Place an order
         * @description The same key with the same request gives the same answer for ever. What becomes of the order is told over the socket, by notifications, and by GET.
         */
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
        /** One order */
        readonly get: operations["getOrder"];
        /** Ship or deliver an order */
        readonly put: operations["advanceOrder"];
        readonly post?: never;
        /**
         * Cancel an order
         * @description Also while an answer is outstanding; repeated it gives the same answer.
         */
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
        /** The events of an order */
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
        /**
         * Decision receipts of an order
         * @description Per line: accepted or refused, by which rule, and at which revision of the product’s stream. Anybody can check it by folding that stream. Lines that were decided after the order was cancelled have a receipt too.
         */
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
        /** Add a line to a confirmed order, or raise the line of the product */
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
        /** Give a line another quantity */
        readonly put: operations["changeItem"];
        readonly post?: never;
        /** Remove a line */
        readonly delete: operations["removeItem"];
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
        /** Your notifications after a cursor, oldest first */
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
        /** Mark a notification as read */
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
        /** Mark all notifications as read */
        readonly post: operations["markAllRead"];
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
        /** Whether the process lives */
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
        /**
         * Whether it can serve, with the state of each dependency
         * @description For operators: this machine and the addresses of OPERATIONS_ALLOW. To anybody else there is nothing at this path.
         */
        readonly get: operations["getReadiness"];
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
        /** This document */
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
        /** The same as a Postman collection */
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
        /** The shop: a page for buyers */
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
        /** The console: a page for admins, who log in there */
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
        /** Swagger UI */
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
            readonly refreshToken: string;
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
            /** @description 8 to 72 bytes in UTF-8. A password that is mostly not ASCII can be longer than this schema says. */
            readonly password: string | unknown | unknown | unknown;
            readonly username?: string;
            readonly firstName?: string;
            readonly lastName?: string;
        };
        readonly Credentials: {
            readonly email?: string;
            readonly username?: string;
            readonly password: string;
        } & (unknown | unknown);
        readonly TokenPair: {
            readonly accessToken: string;
            readonly refreshToken: string;
            readonly expiresIn: number;
        };
        readonly RefreshToken: {
            readonly refreshToken: string;
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
            readonly description: string | null;
            /** @default null */
            readonly originalPrice: number | null;
            /** @default null */
            readonly maxPerCustomer: number | null;
            /**
             * Format: date-time
             * @default null
             */
            readonly saleStartsAt: string | null;
            /**
             * Format: date-time
             * @default null
             */
            readonly saleEndsAt: string | null;
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
        };
        readonly Stock: {
            readonly onHand: number;
            readonly reserved: number;
            readonly available: number;
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
            readonly inventoryStatus: "PENDING" | "RESERVED" | "REJECTED" | "RELEASED" | "COMMITTED";
            readonly reason?: string;
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
            readonly inventoryStatus: "PENDING" | "RESERVED" | "REJECTED" | "RELEASED" | "COMMITTED";
        };
        readonly PlaceOrder: {
            readonly items: readonly {
                /** Format: uuid */
                readonly productId: string;
                readonly quantity: number;
            }[];
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
            readonly decision: "ACCEPTED" | "REFUSED";
            readonly rule: string;
            readonly requested: number;
            readonly held: number;
            readonly stream: string;
            readonly revision: number;
            readonly available: number;
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
            readonly type: "order.update";
            readonly message: string;
            readonly data: {
                /** @enum {string} */
                readonly status: "PENDING" | "CONFIRMED" | "CANCELLED" | "SHIPPED" | "DELIVERED";
                /** @enum {string} */
                readonly inventoryStatus: "PENDING" | "RESERVED" | "REJECTED" | "RELEASED" | "COMMITTED";
                readonly reason?: string;
                readonly items: readonly {
                    /** Format: uuid */
                    readonly itemId: string;
                    /** Format: uuid */
                    readonly productId: string;
                    readonly quantity: number;
                    /** @enum {string} */
                    readonly inventoryStatus: "PENDING" | "RESERVED" | "REJECTED" | "RELEASED" | "COMMITTED";
                }[];
                readonly orderRevision: number;
                /** Format: date-time */
                readonly occurredAt: string;
            };
            /** Format: date-time */
            readonly readAt: string | null;
            /** Format: date-time */
            readonly createdAt: string;
        };
    };
    responses: {
        /** @description The new user, signed in */
        readonly Answer201: {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["SignedIn"];
            };
        };
        /** @description Signed in */
        readonly Answer200: {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["SignedIn"];
            };
        };
        /** @description The next pair of tokens */
        readonly "Answer200-2": {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["TokenPair"];
            };
        };
        /** @description The session has ended */
        readonly Answer204: {
            headers: {
                readonly "X-Request-Id": components["headers"]["X-Request-Id"];
                readonly "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                readonly "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                readonly "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                readonly [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Who the token speaks for */
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
        /** @description Nothing personal is left */
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
        /** @description The user; this session goes on */
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
        /** @description A JWK set */
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
        /** @description A page of products */
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
        /** @description Added */
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
        /** @description The product */
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
        /** @description Changed */
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
        /** @description Withdrawn */
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
        /** @description The stock at `revision` */
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
                readonly "application/json": components["schemas"]["Stock"];
            };
        };
        /** @description The stock after the change */
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
        /** @description Accepted; status and inventoryStatus are PENDING */
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
        /** @description A page of orders */
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
        /** @description The order */
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
        /** @description The order with its new status */
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
        /** @description The order is cancelled, now or before */
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
        /** @description What happened, in order */
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
        /** @description The receipts */
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
        /** @description The change is accepted; inventoryStatus is PENDING until it is answered */
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
        /** @description A page */
        readonly "Answer200-18": {
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
        /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
        readonly RequestId: string;
        /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
        readonly TraceParent: string;
    };
    requestBodies: never;
    headers: {
        /** @description The version, for If-Match and If-None-Match */
        readonly ETag: string;
        /** @description `true` when the key was answered before */
        readonly "Idempotency-Replayed": string;
        /** @description Path of what was made */
        readonly Location: string;
        /** @description Requests per window */
        readonly "RateLimit-Limit": number;
        /** @description Requests left in this window */
        readonly "RateLimit-Remaining": number;
        /** @description Seconds until the window ends */
        readonly "RateLimit-Reset": number;
        /** @description Seconds after which it may work */
        readonly "Retry-After": number;
        /** @description `Bearer`, with what is wrong with the token */
        readonly "WWW-Authenticate": string;
        /** @description Position of the write, for X-Min-Position */
        readonly "X-Position": string;
        /** @description The id of the request, your own if you sent a well-formed one */
        readonly "X-Request-Id": string;
        /** @description `true` when only an older state was at hand */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: components["responses"]["Answer204-2"];
        };
    };
    readonly changePassword: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                    /** @description 8 to 72 bytes in UTF-8. A password that is mostly not ASCII can be longer than this schema says. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                 *       "maxPerCustomer": 2
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
            /** @description Reserved */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
            /** @description Released, now or before */
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
            };
            readonly header?: {
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
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
    readonly listNotifications: {
        readonly parameters: {
            readonly query?: {
                readonly after?: number;
                readonly unread?: boolean;
                readonly limit?: number;
            };
            readonly header?: {
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Notifications */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The notification */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many had not been read before */
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
    readonly getHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It does */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Ready */
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
    readonly getOpenApi: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OpenAPI 3.1 */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Collection v2.1 */
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
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-18"];
        };
    };
    readonly getConsole: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-18"];
        };
    };
    readonly getDocs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Your id for the request: 8 to 64 of `A-Za-z0-9._-`, the first a letter or digit. Any other text is replaced by an id of the server. */
                readonly "X-Request-Id"?: components["parameters"]["RequestId"];
                /** @description W3C trace context, carried on through events and messages. One that is not well-formed is replaced. */
                readonly traceparent?: components["parameters"]["TraceParent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Answer200-18"];
        };
    };
}
