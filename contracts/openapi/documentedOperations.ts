import type { OpenApiDocument } from './document.js';
import { methods, type Method } from './operation.js';

type Json = Readonly<Record<string, unknown>>;

export type DocumentedOperation<Operation> = Readonly<{
  path: string;
  method: Method;
  operation: Operation;
}>;

/**
 * Returns every operation of the document, with the components that it refers to as parameters or
 * responses in their places. `Operation` is what the caller reads of it.
 */
export const documentedOperations = <Operation>(
  document: OpenApiDocument,
): DocumentedOperation<Operation>[] =>
  Object.entries((document.paths ?? {}) as Readonly<Record<string, Json>>).flatMap(
    ([path, byMethod]) =>
      methods.flatMap((method) => {
        const operation = byMethod[method] as Json | undefined;

        return operation === undefined
          ? []
          : [{ path, method, operation: resolved(document, operation) as Operation }];
      }),
  );

const resolved = (document: OpenApiDocument, operation: Json): Json => ({
  ...operation,
  parameters: Object.values((operation['parameters'] ?? []) as Json).map(resolve(document)),
  responses: Object.fromEntries(
    Object.entries(operation['responses'] as Json).map(([status, response]) => [
      status,
      resolve(document)(response),
    ]),
  ),
});

const resolve =
  (document: OpenApiDocument) =>
  (value: unknown): unknown => {
    const { $ref } = value as Readonly<{ $ref?: string }>;

    return $ref === undefined
      ? value
      : $ref
          .slice(2)
          .split('/')
          .reduce<unknown>((part, key) => (part as Json)[key], document);
  };
