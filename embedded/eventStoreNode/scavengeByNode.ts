import { type IncomingMessage, request as requestOverHttp } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { json } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { type ScavengeState } from './store/scavenge/scavenger.js';
import { type NodeUser } from './user.js';

export type ScavengingNode = {
  readonly url: string;
  readonly user?: NodeUser;
  /** Certificates in PEM that are trusted over https, instead of those that Node knows. */
  readonly ca?: Buffer;
};

/** In milliseconds: whoever does not answer for so long is not there. */
const answerWithinMs = 30_000;

/**
 * Resolves to what the node that runs at this address has removed. Rejects when it cannot be
 * reached, refuses, or gives the run up.
 */
export const scavengeByNode = async (
  node: ScavengingNode,
  report: (state: ScavengeState) => void,
): Promise<ScavengeState> => {
  const { scavengeId } = (await exchange(node, { method: 'POST' })) as { scavengeId: string };
  for (;;) {
    const current = await exchange(node, { path: '/current' });
    const { scavengeId: running, ...state } = current as ScavengeState & { scavengeId: string };
    if (running !== scavengeId)
      throw failure(
        'the node has begun another scavenge, or was started again: start it once more',
      );
    report(state);
    // a node of an older release does not tell
    if (typeof state.failure === 'string')
      throw failure(`the node has given the scavenge up: ${state.failure}`);
    if (!state.isRunning) return state;
    await setTimeout(500);
  }
};

type Exchange = { readonly method?: string; readonly path?: string };

const exchange = async (
  { url, user, ca }: ScavengingNode,
  { method = 'GET', path = '' }: Exchange,
): Promise<unknown> => {
  const where = addressOf(url, path);
  const auth = user && `${user.name}:${user.password}`;
  const signal = AbortSignal.timeout(answerWithinMs);
  const options = { method, signal, ...(auth !== undefined && { auth }) };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request =
      where.protocol === 'https:'
        ? requestOverTls(where, { ...options, ...(ca !== undefined && { ca }) })
        : requestOverHttp(where, options);
    request.on('response', resolve).on('error', reject).end();
  }).catch((error: unknown) => {
    throw unreachable(url, error);
  });
  if (response.statusCode !== 200) {
    response.resume();
    throw failure(`${where.href} was answered with ${response.statusCode}`);
  }

  return json(response);
};

const addressOf = (url: string, path: string): URL => {
  const where = `${url.replace(/\/$/, '')}/admin/scavenge${path}`;
  if (!/^https?:/.test(where) || !URL.canParse(where))
    throw failure(`${url} is no address of a node: http://127.0.0.1:2113 would be one`);

  return new URL(where);
};

const unreachable = (url: string, error: unknown): Error => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (/SELF_SIGNED|UNABLE_TO_/.test(code))
    return failure(`${url} is not trusted (${message}): name who is by --ca`, error);

  return failure(
    `a node uses the folder, and none answers at ${url} (${message}): name its address by --url`,
    error,
  );
};

const failure = (message: string, cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), { code: 'SCAVENGE_FAILED' });
