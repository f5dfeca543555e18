import { expect } from 'chai';
import { codesOf, operations, postmanCollection } from '../../contracts/openapi/index.js';
import { problemCodes } from '../../contracts/http/problemCodes.js';
import {
  createCompiler,
  createJudge,
  documentedRoutes,
  readDocument,
  type DocumentedOperation,
  type Json,
} from './documentedAnswers.js';

const routes = documentedRoutes();

const compile = createCompiler();

const operation = (id: string): DocumentedOperation => {
  const found = routes.find((route) => route.operation.operationId === id);
  if (found === undefined) throw new Error(`there is no operation ${id}`);

  return found.operation;
};

const refsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];

  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
};

const at = (document: Json, pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (value as Json | undefined)?.[key], document);

describe('documents: OpenAPI', () => {
  it('is version 3.1, and every reference leads somewhere', () => {
    const document = readDocument();
    const refs = [...new Set(refsIn(document))];

    expect(document.openapi).to.equal('3.1.0');
    expect(refs.length).to.be.greaterThan(30);
    for (const ref of refs) expect(at(document, ref), ref).to.be.an('object');
  });

  it('tells every problem once: operations refer to it', () => {
    const document = readDocument();
    const written = JSON.stringify(document.paths);

    expect(JSON.stringify(document).length).to.be.lessThan(230_000);
    expect(written).to.not.contain('application/problem+json');
    const { responses } = document.components as Record<string, Record<string, Json>>;
    const distinct = new Set(Object.values(responses ?? {}).map((each) => JSON.stringify(each)));
    expect(distinct.size).to.equal(Object.keys(responses ?? {}).length);
    for (const name of Object.keys(responses ?? {}))
      expect(written).to.contain(`"#/components/responses/${name}"`);
    expect(Object.keys(responses ?? {})).to.include.members(['Problem429', 'Answer200']);
  });

  it('has one id per operation, a tag, and the parameters of its path', () => {
    const ids = routes.map((route) => route.operation.operationId);

    expect(new Set(ids).size).to.equal(ids.length);
    for (const {
      path,
      operation: { parameters },
    } of routes)
      expect(
        parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
      ).to.deep.equal([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  });

  it('has schemas of answers that compile', () => {
    const contents = routes.flatMap((route) =>
      Object.values(route.operation.responses).flatMap(({ content = {} }) =>
        Object.values(content),
      ),
    );

    for (const { schema } of contents) compile(schema ?? {});
  });

  for (const { id, body, example } of operations.filter((route) => route.body !== undefined))
    it(`has an example of ${id} that both the document and the validation accept`, () => {
      const media = operation(id).requestBody?.content['application/json'];
      const validate = compile(media?.schema ?? {});

      expect(media?.example).to.deep.equal(example);
      expect(validate(example), JSON.stringify(validate.errors)).to.equal(true);
      expect(body?.safeParse(example).success).to.equal(true);
      expect(validate({ ...example, surplus: 1 })).to.equal(false);
    });

  it('tells of a partial change that no field must be there', () => {
    const { schema = {} } =
      operation('changeProduct').requestBody?.content['application/json'] ?? {};
    const validate = compile(schema);

    expect(validate({ price: 1 })).to.equal(true);
    expect(validate({})).to.equal(false);
    expect(validate({ sku: 'x' })).to.equal(false);
  });

  it('wants a token wherever the route does, and says what happens without one', () => {
    for (const { access, id } of operations) {
      const { security, responses } = operation(id);
      const isOpen = access === 'nobody' || access === 'operator';
      expect(security, id).to.have.length(isOpen ? 0 : 1);
      if (!isOpen) expect(responses, id).to.include.keys('401');
      if (access === 'admin') expect(responses, id).to.include.keys('403');
    }
  });

  it('tells every header that the contract names', () => {
    const sent = new Set(
      routes.flatMap((route) => route.operation.parameters.map(({ name }) => name)),
    );
    const answered = new Set(
      routes.flatMap((route) =>
        Object.values(route.operation.responses).flatMap(({ headers }) => Object.keys(headers)),
      ),
    );

    expect([...sent]).to.include.members([
      'Idempotency-Key',
      'If-Match',
      'X-Min-Position',
      'X-Request-Id',
    ]);
    expect([...answered]).to.include.members([
      'ETag',
      'Idempotency-Replayed',
      'Location',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'RateLimit-Reset',
      'Retry-After',
      'X-Position',
      'X-Request-Id',
    ]);
    const key = operation('placeOrder').parameters.find(({ name }) => name === 'Idempotency-Key');
    expect(key?.required).to.equal(true);
  });

  it('never promises a 500, and knows for each code a route that answers it', () => {
    const used = new Set(operations.flatMap(codesOf));
    const ofNoRoute = Object.keys(problemCodes).filter((code) => !used.has(code as never));

    for (const {
      operation: { operationId, responses },
    } of routes)
      expect(Object.keys(responses), operationId).to.not.include.members(['500']);
    expect(ofNoRoute).to.have.members([
      'BAD_REQUEST',
      'INTERNAL_ERROR',
      'METHOD_NOT_ALLOWED',
      'PLACE_MISSING',
      'REASON_MISSING',
      'UPGRADE_REFUSED',
    ]);
  });

  it('judges answers: status, content type, body, code', () => {
    const judge = createJudge();
    const body = {
      type: 'urn:quicksale:problem:order-not-found',
      title: 'Not Found',
      status: 404,
      detail: 'There is no such order',
      instance: '/api/orders/1',
      code: 'ORDER_NOT_FOUND',
    };
    const seen = { status: 404, contentType: 'application/problem+json', body };
    const getOrder = operation('getOrder');

    expect(judge(getOrder, seen)).to.equal(null);
    expect(judge(getOrder, { ...seen, status: 418 })).to.contain('418');
    expect(judge(getOrder, { ...seen, contentType: 'text/html' })).to.contain('text/html');
    expect(judge(getOrder, { ...seen, body: { ...body, code: 'SKU_TAKEN' } })).to.contain('enum');
    expect(judge(getOrder, { ...seen, body: { ...body, stack: 'at …' } })).to.be.a('string');
  });
});

const current = routes.filter((route) => route.operation.deprecated !== true);

describe('documents: the Postman collection', () => {
  const collection = postmanCollection();
  const items = collection.item.flatMap(({ item }) => item);

  it('has a request for every route but the old spellings, and for no other', () => {
    const names = items.map(({ request }) => `${request.method} /${request.url.path.join('/')}`);
    const wanted = current.map(
      ({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    );

    expect([...new Set(names)]).to.have.members(wanted);
    expect(collection.info.schema).to.contain('v2.1.0');
  });

  it('chains its requests: no value is used before an earlier one has kept it', () => {
    const known = new Set(['$guid', ...collection.variable.map(({ key }) => key)]);
    for (const { name, request, event = [] } of items) {
      const scripts = JSON.stringify(event);
      for (const [, key = ''] of scripts.matchAll(/collectionVariables\.set\('(\w+)', pm\.var/g))
        known.add(key);
      const used = [...JSON.stringify(request).matchAll(/\{\{([^}]+)\}\}/g)].map(
        ([, key = '']) => key,
      );
      for (const key of used) expect([...known], `${name} uses ${key}`).to.include(key);
      for (const { value } of request.url.variable ?? []) expect(value, name).to.match(/^\{\{/);
      for (const [, key = ''] of scripts.matchAll(/collectionVariables\.set\('(\w+)'/g))
        known.add(key);
    }
  });

  it('checks the status of every request, has no name twice, and logs out last', () => {
    for (const { name, event } of items)
      expect(JSON.stringify(event), name).to.match(/pm\.response\.(to\.have\.status|code\)\.to)/);
    expect(new Set(items.map(({ name }) => name)).size).to.equal(items.length);
    expect(items.at(-1)?.request.url.raw).to.contain('/api/auth/logout');
  });

  it('signs in with the tokens that it keeps, the admin’s where an admin is wanted', () => {
    const logIn = items.find(({ request }) => request.url.raw.endsWith('/api/auth/login'));
    const find = (method: string, path: string) =>
      items.find(({ request }) => request.method === method && request.url.raw.endsWith(path));
    const place = find('POST', '/api/orders');

    expect(JSON.stringify(logIn?.event)).to.contain("collectionVariables.set('accessToken'");
    expect(logIn?.request.auth).to.deep.equal({ type: 'noauth' });
    expect(place?.request.auth).to.equal(undefined);
    expect(JSON.stringify(collection.auth)).to.contain('{{accessToken}}');
    expect(JSON.stringify(find('POST', '/api/products')?.request.auth)).to.contain(
      '{{adminToken}}',
    );
    expect(place?.request.header).to.deep.include({ key: 'Idempotency-Key', value: '{{$guid}}' });
  });
});
