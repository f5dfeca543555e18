import { randomUUID } from 'node:crypto';
import type { AddedUser } from '../../services/auth/operators/userAdministration.js';
import { type Api, createApi, expectStatus } from './api.js';
import { type Buyer, connectBuyer, type Person, type Purchase } from './buyer.js';
import { addDemoProduct, type DemoCredentials, logIn, registerBuyer, toPeople } from './actors.js';
import { tapKafka, type Tapped } from './kafkaTap.js';
import { type CheckedClaim, type Evidence, checkClaims, table } from './outcome.js';
import { playSecondAct } from './secondAct.js';

export type Stage = Readonly<{
  gateway: string;
  /** Where the admin logs in: the gateway's limits are for buyers. */
  auth: string;
  kafkaBrokers: readonly string[];
  admin: DemoCredentials;
  /** Auth's own code behind `npm run users -- add`. */
  addUsers: (count: number) => Promise<AddedUser[]>;
  say: (line: string) => void;
  /** Without the waitlist, of which the shortest window takes half a minute. */
  isShort?: boolean;
}>;

const units = 5;
const buyerCount = 20;

/**
 * Plays a flash sale on a running system, and a waitlist after it, step by step. Returns whether
 * everything came out as promised.
 */
export const runDemo = async (stage: Stage): Promise<boolean> => {
  const { gateway, say } = stage;
  const api = createApi(gateway, say);
  const step = createSteps(say);

  step(`One buyer registers and logs in through ${gateway}`);
  const first = await registerBuyer(api);
  step(
    `${buyerCount - 1} more come from "npm run users -- add ${buyerCount - 1}": the rate limits stay on`,
  );
  const people = [first, ...toPeople(await stage.addUsers(buyerCount - 1))];
  step(`The admin puts a product with ${units} units on sale`);
  const adminToken = await logIn(createApi(stage.auth, say), stage.admin);
  const productId = await addDemoProduct(api, adminToken, { stock: units });
  say(`   product ${productId}`);
  step('Everybody connects a socket, and an onlooker reads along in Kafka');
  const buyers = await connectBuyers(people, gateway, api);
  const tap = await tapKafka(stage.kafkaBrokers, (message) => say(describe(message)));
  try {
    step(`${buyerCount} click at once; buyer 1 clicks twice with the same Idempotency-Key`);
    const rush = await sell(buyers, productId, say);
    step('Looking at what is there now');
    const evidence = { ...rush, ...(await lookAround(api, buyers, productId)) };
    say(`\n${table(evidence.purchases)}`);
    const claims = [
      ...checkClaims(evidence, { units, buyers: buyerCount }),
      ...(stage.isShort === true
        ? []
        : await playSecondAct({ api, adminToken, buyers: lastTwo(people), step, say })),
    ];

    return report(claims, say);
  } finally {
    buyers.forEach((buyer) => buyer.leave());
    await tap.stop();
  }
};

const createSteps = (say: (line: string) => void) => {
  let number = 0;

  return (what: string) => {
    number += 1;
    say(`\n${number}. ${what}`);
  };
};

const connectBuyers = (people: readonly Person[], gateway: string, api: Api): Promise<Buyer[]> =>
  Promise.all(people.map((person) => connectBuyer(person, gateway, api)));

type Rush = Pick<Evidence, 'purchases' | 'repeat'>;

const sell = async (
  buyers: readonly Buyer[],
  productId: string,
  say: (line: string) => void,
): Promise<Rush> => {
  const clicks = buyers.map((buyer) => ({ buyer, idempotencyKey: `demo-${randomUUID()}` }));
  const click = async ({ buyer, idempotencyKey }: (typeof clicks)[number]) => {
    const purchase = await buyer.buy({ productId, idempotencyKey });
    say(describePurchase(purchase));

    return purchase;
  };
  const [twice] = clicks;
  if (twice === undefined) throw new Error('nobody came');
  const [repeat, ...purchases] = await Promise.all([twice, ...clicks].map(click));
  if (repeat === undefined) throw new Error('nobody came');

  return { purchases, repeat };
};

const lookAround = async (
  api: Api,
  buyers: readonly Buyer[],
  productId: string,
): Promise<Pick<Evidence, 'ordersOf' | 'stock'>> => {
  const counts = await Promise.all(
    buyers.map(async ({ name, token }) => {
      const answer = await api.call<{ total: number }>({ path: '/api/orders', token });

      return [name, expectStatus(answer, 200).total] as const;
    }),
  );
  const stock = await api.call<Evidence['stock']>({
    path: `/api/products/${productId}/stock`,
    token: buyers[0]?.token ?? '',
  });

  return { ordersOf: new Map(counts), stock: expectStatus(stock, 200) };
};

const lastTwo = (people: readonly Person[]): readonly [Person, Person] => {
  const [one, other] = people.slice(-2);
  if (one === undefined || other === undefined) throw new Error('nobody came');

  return [one, other];
};

const report = (claims: readonly CheckedClaim[], say: (line: string) => void): boolean => {
  say('');
  claims.forEach(({ claim, holds }) => say(`${holds ? 'yes' : 'NO '}  ${claim}`));

  return claims.every(({ holds }) => holds);
};

const describe = ({ topic, partition, offset, type, key, value }: Tapped): string =>
  `   kafka   ${`${topic}[${partition}]@${offset}`.padEnd(22)} ${type.padEnd(16)} ${key}  ${gist(value)}`;

const gist = (value: Tapped['value']): string => {
  if (Array.isArray(value['lines']))
    return value['lines']
      .map(
        (line: Record<string, unknown>) =>
          `${String(line['result'])}, ${String(line['available'])} left`,
      )
      .join('; ');

  return typeof value['status'] === 'string' ? value['status'] : '';
};

const describePurchase = ({ buyer, answer, code, update, milliseconds }: Purchase): string =>
  `   socket  ${buyer.padEnd(9)} POST ${answer}  ${
    update === null
      ? (code ?? 'no order.update')
      : `order.update ${update.status} ${update.reason ?? ''} after ${milliseconds?.toFixed(0) ?? '?'} ms`
  }`;
