import type { Order, OrderCommand, OrderEvent } from '../../../domain/order/index.js';
import type { IdempotentHandler } from '../../../platform/commandHandling/index.js';
import type { Admission } from '../admission/admission.js';
import type { OpenPlacements } from '../placements/openPlacements.js';
import type { ProductCache } from '../products/productCache.js';
import type { ReadDeps } from '../readSide/deps.js';
import type { KeyLookup } from '../readSide/keyLookup.js';
import type { WaitingRoom } from '../waitingRoom/waitingRoom.js';

/** What the use cases work with. */
export type Deps = ReadDeps &
  Readonly<{
    orders: IdempotentHandler<Order, OrderCommand, OrderEvent>;
    productCache: ProductCache;
    keys: KeyLookup;
    placements: Pick<OpenPlacements, 'isOpen'>;
    admission: Pick<Admission, 'requireRoom'>;
    /** Null where orders are let in whatever the stock. */
    waitingRoom: Pick<WaitingRoom, 'admit' | 'tryAdmit' | 'wait' | 'giveBack'> | null;
    /** Whether an order is refused at once when a product of it is sold out. */
    soldOutFastPath: boolean;
    /** Whether owners may say that they have paid: for trying a shop out. */
    simulatedPayments: boolean;
    /** With which the payment provider signs; null: there is no webhook. */
    paymentWebhookSecret: string | null;
    /** ISO 8601 UTC. */
    now: () => string;
  }>;
