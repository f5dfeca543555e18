import { expect } from 'chai';
import { currentPathOf, oldSpellingsOf } from '../../contracts/http/oldSpellings.js';
import { operations } from '../../contracts/openapi/index.js';
import { createLocalRoutes } from '../../services/gateway/documents/localRoutes.js';
import { exceptions, routeOf, upstreamOf } from '../../services/gateway/routes.js';
import { nameOf, routeTable } from '../security/routeTable.js';
import { documentedRoutes, type DocumentedRoute } from './documentedAnswers.js';

type Names = readonly string[];

/** What only one of the two has. */
const differences = (documented: Names, mounted: Names) => ({
  undocumented: mounted.filter((name) => !documented.includes(name)),
  unmounted: documented.filter((name) => !mounted.includes(name)),
});

const none = { undocumented: [], unmounted: [] };

const isOld = ({ operation }: DocumentedRoute): boolean => operation.deprecated === true;

const documented = documentedRoutes()
  .filter((route) => !isOld(route))
  .map(({ method, path }) => ({
    method,
    path: path.replaceAll(/\{(\w+)\}/g, ':$1'),
  }));
const isOfServices = ({ path }: { path: string }): boolean => path.startsWith('/api/');

const documentedNames = documented.filter(isOfServices).map(nameOf);
const mountedNames = routeTable().map(nameOf);

describe('documents: OpenAPI and the routes', () => {
  it('has every route of every service, and no other', () => {
    expect(mountedNames.length).to.be.greaterThan(30);
    expect(differences(documentedNames, mountedNames)).to.deep.equal(none);
  });

  it('notices a route that is missing on either side', () => {
    const added = [...mountedNames, 'POST /api/orders/:id/gift'];
    const [first = '', ...rest] = mountedNames;

    expect(differences(documentedNames, added)).to.deep.equal({
      ...none,
      undocumented: ['POST /api/orders/:id/gift'],
    });
    expect(differences(documentedNames, rest)).to.deep.equal({ ...none, unmounted: [first] });
  });

  it('has what the gateway answers itself, but for the parts of a page', () => {
    const own = Object.keys(
      createLocalRoutes({ identity: {}, upstreams: {}, pages: {} } as never),
    ).filter((path) => !path.startsWith('/docs/') && !path.startsWith('/assets/'));
    const paths = documented.filter((route) => !isOfServices(route)).map(({ path }) => path);

    expect(differences(paths, own)).to.deep.equal(none);
  });

  for (const { method, path, alias, service, access, limit } of operations)
    for (const way of [path, ...(alias === undefined ? [] : [alias])])
      it(`is what the gateway does with ${method.toUpperCase()} ${way}`, () => {
        const route = routeOf(method.toUpperCase(), way);
        if (service === 'gateway') expect(route).to.equal(null);
        else
          expect(route).to.deep.equal({
            upstream: service,
            limit: limit ?? 'default',
            isPublic: access === 'nobody',
          });
      });

  it('knows every path that the gateway passes on', () => {
    const passedOn = Object.keys(upstreamOf);
    const begins = (prefix: string) => documented.some(({ path }) => path.startsWith(prefix));

    expect(passedOn.filter((prefix) => !begins(prefix))).to.deep.equal([]);
  });

  it('knows every route that the gateway treats in a way of its own', () => {
    const names = Object.keys(exceptions).map((name) => name.replace(/^HEAD /, 'GET '));

    expect(documentedNames).to.include.members(names);
  });

  it('marks every old spelling as deprecated, and the gateway treats it as the current path', () => {
    const old = documentedRoutes().filter(isOld);

    expect(old.map(({ method, path }) => `${method} ${path}`)).to.include.members([
      'POST /register',
      'POST /login',
      'GET /profile',
      'GET /products',
      'POST /products/create_product',
      'GET /orders/{id}/why',
      'POST /orders/create_order',
      'POST /auth/logout',
    ]);
    for (const { method, path, operation } of old) {
      const current = currentPathOf(method, path) ?? '';
      const { summary } = operation as unknown as { summary: string };
      expect(routeOf(method, path), path).to.equal(null);
      expect(routeOf(method, current), path).to.be.an('object');
      expect(summary).to.equal(`Old spelling of ${current}`);
    }
  });

  it('tells of every current path its old spellings, and of every old spelling one path', () => {
    for (const { method, path } of documentedRoutes().filter((route) => !isOld(route)))
      for (const old of oldSpellingsOf(method, path))
        expect(currentPathOf(method, old), old).to.equal(path);
  });
});
