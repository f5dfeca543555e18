import type { OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';

type Generated = ReturnType<OpenApiGeneratorV31['generateDocument']>;

type Json = Readonly<Record<string, unknown>>;

type WithResponses = { responses: Record<string, Json> };

/**
 * Makes components of the responses that several operations have in common, such as those of one
 * route under two paths: `Answer200`, `Answer200-2`. Returns the document, which it changes.
 */
export const shareAnswers = (document: Generated): Generated => {
  const operations = Object.values(document.paths ?? {}).flatMap(
    (path) => Object.values(path as object) as WithResponses[],
  );
  const uses = countUses(operations);
  const shared: Record<string, Json> = {};
  const names = new Map<string, string>();
  const nameOf = (status: string, text: string): string => {
    const taken = Object.keys(shared).filter((name) => name.startsWith(`Answer${status}`)).length;
    const name = names.get(text) ?? `Answer${status}${taken === 0 ? '' : `-${taken + 1}`}`;
    names.set(text, name);

    return name;
  };
  for (const { responses } of operations)
    for (const [status, response] of Object.entries(responses)) {
      const text = JSON.stringify([status, response]);
      if ('$ref' in response || uses.get(text) === 1) continue;
      const name = nameOf(status, text);
      shared[name] = response;
      responses[status] = { $ref: `#/components/responses/${name}` };
    }
  document.components = {
    ...document.components,
    responses: { ...document.components?.responses, ...(shared as object) },
  };

  return document;
};

const countUses = (operations: readonly WithResponses[]): ReadonlyMap<string, number> => {
  const uses = new Map<string, number>();
  for (const { responses } of operations)
    for (const entry of Object.entries(responses)) {
      const text = JSON.stringify(entry);
      uses.set(text, (uses.get(text) ?? 0) + 1);
    }

  return uses;
};
