import fc from 'fast-check';
import { Agent } from 'undici';
import {
  documentedOperations,
  openApiDocument,
  type OpenApiDocument,
} from '../../contracts/openapi/index.js';
import { createJudge } from './answers.js';
import type { Pool } from './pool.js';
import { type FuzzRequest, type OperationObject, requestsTo, type Target } from './requests.js';
import type { Components } from './values.js';

export type Finding = Readonly<{ target: string; complaint: string; request: FuzzRequest }>;

export type FuzzReport = Readonly<{
  requests: number;
  /** Responses by status. */
  statuses: Readonly<Record<string, number>>;
  findings: readonly Finding[];
}>;

type Options = Readonly<{
  url: string;
  pool: Pool;
  seed: number;
  requestsPerGroup: number;
}>;

const atOnce = 16;
const timeoutMs = 10_000;

/** A group is a tag of the document. */
export const groups = (): string[] => [...targetsByGroup(openApiDocument()).keys()];

const targetsByGroup = (document: OpenApiDocument): Map<string, Target[]> => {
  const grouped = new Map<string, Target[]>();
  for (const { path, method, operation } of documentedOperations<OperationObject>(document)) {
    const tag = operation.tags?.[0] ?? '';
    const target = { method: method.toUpperCase(), path, operation };
    grouped.set(tag, [...(grouped.get(tag) ?? []), target]);
  }

  return grouped;
};

/** Sends requests made from the document to one group of routes, and judges every answer by it. */
export const fuzzGroup = async (
  group: string,
  { url, pool, seed, requestsPerGroup }: Options,
): Promise<FuzzReport> => {
  const document = openApiDocument();
  const schemas = document.components?.schemas as Components;
  const targets = targetsByGroup(document).get(group) ?? [];
  const each = Math.ceil(requestsPerGroup / targets.length);
  const work = interleaved(
    targets.map((target, index) =>
      fc
        .sample(requestsTo(target, schemas), { seed: seed + index, numRuns: each })
        .map((request) => ({ target, request })),
    ),
  );
  const judge = createJudge(schemas);
  const agent = new Agent({ connections: atOnce });
  const findings: Finding[] = [];
  const statuses: Record<string, number> = {};

  const one = async ({ target, request }: Work): Promise<void> => {
    const name = `${target.method} ${target.path}`;
    const { method } = target;
    try {
      const answer = await send(agent, url, { method, ...pool.substitute(request) });
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      pool.keepIds(answer);
      const complaint = judge(target, answer);
      if (complaint !== null)
        findings.push({
          target: name,
          complaint: `${complaint}: ${answer.text.slice(0, 300)}`,
          request,
        });
    } catch (error) {
      findings.push({ target: name, complaint: `no answer: ${String(error)}`, request });
    }
  };
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = work.shift(); next !== undefined; next = work.shift()) await one(next);
    }),
  );
  await agent.close();

  return { requests: each * targets.length, statuses, findings };
};

type Work = Readonly<{ target: Target; request: FuzzRequest }>;

/** One request of each route after the other, so that all routes meet all states. */
const interleaved = (lists: readonly (readonly Work[])[]): Work[] =>
  Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat();

const send = async (
  agent: Agent,
  origin: string,
  { method, url: path, headers, body }: FuzzRequest & Readonly<{ method: string }>,
) => {
  const response = await agent.request({
    origin,
    path,
    method: method,
    headers,
    body,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const { 'content-type': contentType = '', 'x-request-id': requestId } = response.headers;

  return {
    status: response.statusCode,
    contentType: String(contentType),
    requestId: requestId === undefined ? undefined : String(requestId),
    text: await response.body.text(),
  };
};
