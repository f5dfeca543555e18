import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** An order as a shop without history takes it: null when nothing is left. */
export type Buy = (
  order: Readonly<{ id: string; key: string; productId: string }>,
) => Promise<'taken' | 'sold out'>;

/**
 * POST /api/orders on a bare http server: parse, buy, answer. No tokens, no validation, no gateway,
 * no sockets: what the database costs and nothing else. Prints the ready line.
 */
export const serveShop = async (buy: Buy): Promise<void> => {
  const server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      const { items } = JSON.parse(body) as { items: [{ productId: string }] };
      const id = randomUUID();
      const key = String(request.headers['idempotency-key']);
      const outcome = await buy({ id, key, productId: items[0].productId });
      response.writeHead(outcome === 'taken' ? 201 : 409, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: outcome, order: { id, status: 'CONFIRMED' } }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
  process.on('disconnect', () => process.exit());
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);

  return Buffer.concat(chunks).toString();
};
