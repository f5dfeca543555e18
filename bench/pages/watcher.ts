import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { readFrames, textFrame } from './frames.js';

/** A socket of a visitor that watches products; it counts what comes, and reads none of it. */
export type Watcher = Readonly<{
  updates: () => number;
  bytes: () => number;
  stop: () => void;
}>;

const namespace = '/catalogue';

/**
 * Resolves once the socket watches the products. Clients that parse would cost this machine more
 * than what is measured.
 */
export const openWatcher = (gateway: string, productIds: readonly string[]): Promise<Watcher> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(gateway);
    const socket = connect(Number(port), hostname, () => socket.write(upgrade(hostname)));
    const seen = { updates: 0, bytes: 0 };
    const send = (text: string): boolean => socket.write(textFrame(text));
    const watch = `42${namespace},${JSON.stringify(['watch', { productIds }])}`;
    const take = readFrames((head) => {
      if (head.startsWith('0')) send(`40${namespace},`);
      if (head === '2') send('3');
      if (head.startsWith('42')) seen.updates += 1;
      if (!head.startsWith(`40${namespace}`)) return;
      send(watch);
      resolve({
        updates: () => seen.updates,
        bytes: () => seen.bytes,
        stop: () => socket.destroy(),
      });
    });
    socket.on('data', (chunk) => {
      seen.bytes += chunk.length;
      take(chunk);
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The gateway closed the socket of a watcher')));
  });

const upgrade = (host: string): string =>
  [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    '\r\n',
  ].join('\r\n');
