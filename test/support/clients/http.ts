import { expect } from 'chai';

export type HttpReply = Readonly<{
  status: number;
  headers: Headers;
  /** Parsed JSON; an empty object when there is no body. */
  body: Record<string, unknown>;
}>;

export type HttpCall = Readonly<{
  method?: string;
  body?: unknown;
  token?: string | undefined;
  headers?: Readonly<Record<string, string>>;
}>;

/** One request to a service under test; a body of type string goes as it is. */
export const call = async (url: string, options: HttpCall = {}): Promise<HttpReply> => {
  const { body, method = body === undefined ? 'GET' : 'POST' } = options;
  const response = await fetch(url, { method, headers: headersOf(options), ...bodyOf(options) });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;

  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
};

const headersOf = ({ body, token, headers }: HttpCall): Record<string, string> => ({
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...headers,
});

const bodyOf = ({ body }: HttpCall): { body?: string } =>
  body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };

/** A problem document with this status and code, complete as RFC 9457 and the contract want it. */
export const expectProblem = (answer: HttpReply, status: number, code: string): void => {
  expect(answer.body, JSON.stringify(answer.body)).to.include({ status, code });
  expect(answer.status).to.equal(status);
  expect(answer.headers.get('content-type')).to.equal('application/problem+json');
  expect(answer.headers.get('x-request-id')).to.match(/^[\w.-]{8,64}$/);
  expect(answer.body).to.include.all.keys('type', 'title', 'detail', 'instance');
};
