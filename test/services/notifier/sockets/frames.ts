import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { WebSocket } from 'undici';
import { type NotifierFixture, openSocket } from '../notifierFixture.js';

const perSocket = 20;

/** Sends `count` malformed frames and checks that other sockets are not affected. */
export const outliveFrames = async (fixture: NotifierFixture, count: number): Promise<void> => {
  const url = `${fixture.url}/socket.io/?EIO=4&transport=websocket`;
  const witness = await openSocket(fixture.url, { token: fixture.signIn() });
  const samples = fc.sample(frames, count);
  let sent = 0;
  for (let at = 0; at < samples.length; at += perSocket) {
    // every other socket has signed in before
    const greeting = at % (2 * perSocket) === 0 ? [hello(fixture.signIn())] : [];
    sent += await sendFrames(url, [...greeting, ...samples.slice(at, at + perSocket)]);
  }
  await sendFrames(url, [randomBytes(30_000)]);

  expect(sent, 'frames that were sent').to.be.at.least(count);
  expect((await fetch(`${fixture.url}/health`)).status).to.equal(200);
  expect(witness.log).to.deep.equal(['connected']);
};

const hello = (token: string): string => `40${JSON.stringify({ token })}`;

const frames = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .tuple(fc.constantFrom('4', '40', '42', '43', '45', '46', '451-'), fc.json())
    .map((one) => one.join('')),
  fc.uint8Array({ maxLength: 60 }),
);

/** Resolves, when the socket is closed by either side, to how many frames it was given. */
const sendFrames = (
  url: string,
  toSend: readonly (string | Uint8Array<ArrayBuffer>)[],
): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url);
    let sent = 0;
    socket.addEventListener('open', () => {
      for (const frame of toSend) {
        socket.send(frame);
        sent += 1;
      }
      setTimeout(() => socket.close(), 20);
    });
    socket.addEventListener('close', () => resolve(sent));
    socket.addEventListener('error', () => resolve(sent));
  });
