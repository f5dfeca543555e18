/**
 * One request of the collection. Texts in double braces are variables, which earlier steps keep.
 */
export type Step = Readonly<{
  /** Of the operation; a route under its second path has `Alias` at the end. */
  id: string;
  /** When an operation is there more than once: what this request is for. */
  name?: string;
  /** Whose token is sent where the route wants one; the buyer's unless it is said. */
  as?: 'admin';
  status: number;
  /** Where the feature is switched off. */
  statusWhenOff?: number;
  body?: object;
  /** Values of the path's parameters. */
  params?: Readonly<Record<string, string>>;
  /** Variables set before, by the text that Postman makes their value of. */
  set?: Readonly<Record<string, string>>;
  /** Variables kept from the response, by the path of their value in it. */
  keep?: Readonly<Record<string, string>>;
  /** The request is repeated until this is true of `body`, which is its response. */
  until?: string;
}>;
