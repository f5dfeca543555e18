import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import type { PostmanCollection } from '../../contracts/openapi/index.js';

type Item = PostmanCollection['item'][number]['item'][number];

type Script = Readonly<{ listen: string; script: Readonly<{ exec: readonly string[] }> }>;

/** What a request of the collection got, and the checks of its scripts that failed. */
export type CollectionStep = Readonly<{
  name: string;
  status: number;
  failures: readonly string[];
}>;

/**
 * Runs the collection from top to bottom, with as much of Postman's script interface as its scripts
 * use. Newman runs the same file in CI.
 */
export const runCollection = async (
  collection: PostmanCollection,
  given: Readonly<Record<string, string>>,
): Promise<CollectionStep[]> => {
  const items = collection.item.flatMap(({ item }) => item);
  const variables = new Map<string, string>(
    collection.variable.map(({ key, value }) => [key, value]),
  );
  for (const [key, value] of Object.entries(given)) variables.set(key, value);
  const steps: CollectionStep[] = [];
  for (const item of items)
    for (let isAgain = true; isAgain;) {
      const done = await runItem(collection, item, variables);
      steps.push(done.step);
      ({ isAgain } = done);
      if (isAgain) await sleep(250);
    }

  return steps;
};

type Variables = Map<string, string>;

const filled = (text: string, variables: Variables): string =>
  text.replaceAll(/\{\{([^}]+)\}\}/g, (_, key: string) =>
    key === '$guid' ? randomUUID() : (variables.get(key) ?? `{{${key}}}`),
  );

const runItem = async (collection: PostmanCollection, item: Item, variables: Variables) => {
  const failures: string[] = [];
  let isAgain = false;
  const run = (listen: string, response?: Readonly<{ code: number; text: string }>): void => {
    const pm = {
      collectionVariables: {
        get: (key: string) => variables.get(key),
        set: (key: string, value: unknown) => void variables.set(key, String(value)),
      },
      variables: { replaceIn: (text: string) => filled(text, variables) },
      info: { requestName: item.name },
      execution: { setNextRequest: (name: string) => void (isAgain = name === item.name) },
      expect,
      response: {
        code: response?.code,
        json: () => JSON.parse(response?.text ?? '') as unknown,
        to: { have: { status: (status: number) => expect(response?.code).to.equal(status) } },
      },
      test: (name: string, check: () => void) => {
        try {
          check();
        } catch (error) {
          failures.push(`${name}: ${String(error)} ${response?.text ?? ''}`);
        }
      },
    };
    for (const { listen: when, script } of (item.event ?? []) as Script[])
      if (when === listen)
        runInNewContext(script.exec.join('\n'), { pm, setTimeout: () => undefined });
  };
  run('prerequest');
  const response = await send(collection, item, variables);
  run('test', response);

  return { step: { name: item.name, status: response.code, failures }, isAgain };
};

type Bearer = Readonly<{ bearer?: readonly Readonly<{ value: string }>[] }>;

const send = async (collection: PostmanCollection, { request }: Item, variables: Variables) => {
  const path = (request.url.variable ?? []).reduce(
    (raw, { key, value }) => raw.replace(`:${key}`, value),
    request.url.raw,
  );
  const { bearer = [] } = (request.auth ?? collection.auth) as Bearer;
  const headers = Object.fromEntries([
    ...request.header
      .filter(({ disabled }) => disabled !== true)
      .map(({ key, value }) => [key, filled(value, variables)] as const),
    ...bearer.map(({ value }) => ['authorization', `Bearer ${filled(value, variables)}`] as const),
  ]);
  const answer = await fetch(filled(path, variables), {
    method: request.method,
    headers,
    ...(request.body !== undefined && { body: filled(request.body.raw, variables) }),
  });

  return { code: answer.status, text: await answer.text() };
};
