// A shop in Redis: stock, orders and a stream of messages, in one script. Usage: redisShop.js
// <redis url>
import { Redis } from 'ioredis';
import { type Buy, serveShop } from './shopServer.js';

const redis = new Redis(process.argv[2] ?? '');

const script = `
  if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1 then return 1 end
  if tonumber(redis.call('GET', KEYS[1]) or '0') < 1 then return 0 end
  redis.call('DECR', KEYS[1])
  redis.call('HSET', KEYS[2], ARGV[2], ARGV[1])
  redis.call('XADD', KEYS[3], '*', 'order', ARGV[1])
  return 1`;

redis.defineCommand('buy', { numberOfKeys: 3, lua: script });

type Scripted = { buy: (...args: string[]) => Promise<number> };

const buy: Buy = async ({ id, key, productId }) => {
  const keys = [`shop:stock:${productId}`, 'shop:orders', 'shop:outbox'];
  const taken = await (redis as unknown as Scripted).buy(...keys, id, key);

  return taken === 1 ? 'taken' : 'sold out';
};

await serveShop(buy);
